"""The XOR problem: do an article and its noun disagree?

A row of X is (article is feminine, noun is feminine); the target is 1
when they differ. No logistic regression can tell; two hidden units can,
with weights set by hand and with weights found by gradient descent.
"""

import torch
from torch import nn
from torch.nn import functional as F

# --8<-- [start:data]
PHRASES = ["el niño", "el niña", "la niño", "la niña"]
X = torch.tensor([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])  # (4, 2)
Y = torch.tensor([[0.], [1.], [1.], [0.]])                  # (4, 1)
# --8<-- [end:data]


# --8<-- [start:net]
class Net(nn.Module):
    """Two inputs, one hidden layer of ReLU units, one logit."""

    def __init__(self, hidden=2):
        super().__init__()
        self.hidden = nn.Linear(2, hidden)
        self.output = nn.Linear(hidden, 1)

    def forward(self, x):
        h = torch.relu(self.hidden(x))  # (B, hidden)
        return self.output(h)           # (B, 1), logits
# --8<-- [end:net]


# --8<-- [start:hand]
def set_by_hand(net):
    """Write into `net` the weights found with paper and pencil."""
    with torch.no_grad():
        # nn.Linear computes x @ weight.T + bias: transpose our W.
        net.hidden.weight.copy_(torch.tensor([[2., -2.], [-2., 2.]]).T)
        net.hidden.bias.copy_(torch.tensor([-1., -1.]))
        net.output.weight.copy_(torch.tensor([[4.], [4.]]).T)
        net.output.bias.copy_(torch.tensor([-2.]))
    return net
# --8<-- [end:hand]


# --8<-- [start:loops]
def logit_with_loops(x, W, b, u, c):
    """The logit of one example, without matrices; W[i][j]: i to j."""
    z = c
    for j in range(len(b)):
        s = b[j]
        for i in range(len(x)):
            s += x[i] * W[i][j]
        z += max(0.0, s) * u[j]
    return z
# --8<-- [end:loops]


# --8<-- [start:train]
def train(net, steps=500, rate=1.0):
    """Gradient descent on the four examples at once."""
    optimizer = torch.optim.SGD(net.parameters(), lr=rate)
    for _ in range(steps):
        loss = F.binary_cross_entropy_with_logits(net(X), Y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# --8<-- [end:train]


def report(net):
    z = net(X)
    for phrase, p in zip(PHRASES, torch.sigmoid(z).squeeze(1)):
        print(f"  {phrase}  {p.item():.3f}")
    loss = F.binary_cross_entropy_with_logits(z, Y).item()
    print(f"  pérdida {loss:.4f}")


def show(name, matrix):
    rows = [[round(w, 1) + 0.0 for w in row] for row in matrix.tolist()]
    print(f"  {name} = {rows}")


def main():
    print("regresor entrenado (sin capa oculta)")
    torch.manual_seed(0)
    regressor = nn.Linear(2, 1)
    train(regressor)
    report(regressor)

    print("red con los pesos puestos a mano")
    net = set_by_hand(Net())
    report(net)
    z = logit_with_loops(x=[1., 0.], W=[[2., -2.], [-2., 2.]],
                         b=[-1., -1.], u=[4., 4.], c=-2.)
    print(f"  logit de «la niño»: {z:.1f} con bucles,"
          f" {net(X)[2].item():.1f} con matrices")

    for seed in [11, 5]:
        print(f"red con los pesos aprendidos, semilla {seed}")
        torch.manual_seed(seed)
        net = Net()
        train(net)
        report(net)
        for name, p in zip("WbUc", net.parameters()):
            show(name, p.T if p.dim() == 2 else p[None])

    print("semillas (de 20) que aciertan las cuatro frases")
    for hidden in [1, 2, 4, 8]:
        solved = 0
        for seed in range(20):
            torch.manual_seed(seed)
            train(net := Net(hidden))
            solved += torch.equal(net(X) > 0, Y > 0.5)
        print(f"  con {hidden} en la capa oculta: {solved}")


if __name__ == "__main__":
    main()
