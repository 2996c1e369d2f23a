"""Logistic regression with hand-written gradient descent.

Is the next adjective feminine? Run: python docs/codigo/regresor.py
"""

import torch

# --8<-- [start:data]
FEMININE = {"la", "niña", "reina", "gata", "mujer"}
MASCULINE = {"el", "niño", "rey", "gato", "hombre", "perro"}

TRAIN = [  # (start of a sentence, 1 if its adjective is feminine)
    ("la reina llegó", 1), ("el rey llegó", 0),
    ("mi niña volvió", 1), ("mi perro volvió", 0),
    ("la niña que vio el perro llegó", 1),
    ("el perro que vio la niña llegó", 0),
    ("la mujer que vio a mi gato volvió", 1),
    ("el hombre que vio a la reina volvió", 0),
    ("mi gata que vio el niño llegó", 1),
    ("Eva llegó", 1), ("Ana volvió", 1), ("Luis llegó", 0),
]
# --8<-- [end:data]


# --8<-- [start:features]
def features(sentence):
    """Count the feminine and the masculine words of a sentence."""
    words = sentence.split()
    genders = FEMININE, MASCULINE
    return [sum(word in group for word in words) for group in genders]


def tensors(examples):
    """Return the features (B, 2) and the labels (B,) of B examples."""
    x = torch.tensor([features(sentence) for sentence, _ in examples])
    y = torch.tensor([label for _, label in examples])
    return x.double(), y.double()
# --8<-- [end:features]


# --8<-- [start:model]
def sigmoid(z):
    """Map any number to (0, 1), element by element."""
    return 1 / (1 + torch.exp(-z))


def predict(w, b, x):
    """Return the probability of class 1 for each row of x (B, 2)."""
    return sigmoid(x @ w + b)  # (B, 2) @ (2,) + () -> (B,)


def loss(w, b, x, y):
    """Return the mean cross-entropy, in nats per example."""
    p = predict(w, b, x)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()
# --8<-- [end:model]


# --8<-- [start:gradient]
def gradient_loop(w, b, x, y):
    """Return the gradient of the loss, one example at a time."""
    grad_w, grad_b = torch.zeros_like(w), torch.zeros_like(b)
    for row, label in zip(x, y):
        error = predict(w, b, row) - label
        grad_w += error * row
        grad_b += error
    return grad_w / len(y), grad_b / len(y)


def gradient(w, b, x, y):
    """Return the same gradient, all the examples at once."""
    error = predict(w, b, x) - y  # (B,)
    return error @ x / len(y), error.mean()
# --8<-- [end:gradient]


# --8<-- [start:train]
def train(x, y, rate=0.5, epochs=400, batch=12):
    """Return weights and bias after gradient descent from zero."""
    w = torch.zeros(x.shape[1]).double()
    b = torch.zeros(()).double()
    shuffle = torch.Generator().manual_seed(1)
    for _ in range(epochs):
        order = torch.randperm(len(y), generator=shuffle)
        for rows in order.split(batch):
            grad_w, grad_b = gradient(w, b, x[rows], y[rows])
            w, b = w - rate * grad_w, b - rate * grad_b
    return w, b
# --8<-- [end:train]


# --8<-- [start:autograd]
def gradient_autograd(w, b, x, y):
    """Return the gradient that PyTorch finds by itself."""
    w = w.clone().requires_grad_()
    b = b.clone().requires_grad_()
    loss(w, b, x, y).backward()
    return w.grad, b.grad
# --8<-- [end:autograd]


def main():
    x, y = tensors(TRAIN)
    for epochs in (0, 1, 10, 100, 400):
        w, b = train(x, y, epochs=epochs)
        print(f"{epochs:3} épocas, pérdida {loss(w, b, x, y):.4f}")
    print(f"w = ({w[0]:.4f}, {w[1]:.4f}), b = {b:.4f}")

    w, b = train(x, y, epochs=10)
    for way in (gradient_loop, gradient, gradient_autograd):
        (g_1, g_2), g_b = way(w, b, x, y)
        print(f"{g_1:.6f} {g_2:.6f} {g_b:.6f} {way.__name__}")

    for rate, batch in ((0.5, 4), (0.5, 1), (0.1, 1), (3.0, 12)):
        value = loss(*train(x, y, rate, batch=batch), x, y)
        print(f"tasa {rate}, lotes de {batch:2}: pérdida {value:.4f}")


if __name__ == "__main__":
    main()
