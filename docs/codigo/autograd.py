"""Reverse-mode differentiation of scalars, as PyTorch does it.

Every operation remembers where its value comes from; going backwards
through the graph, the chain rule gives every derivative at once.
"""

import math
import random

import command
import drawing
import torch  # only to compare


# --8<-- [start:value]
class Value:
    """A number that knows its parents and the slope towards each."""

    def __init__(self, data, parents=(), slopes=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes  # local derivatives, one per parent

    def __add__(self, other):
        other = value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = value(other)
        slopes = (other.data, self.data)
        return Value(self.data * other.data, (self, other), slopes)

    def __pow__(self, n):
        """To a power that is a plain number."""
        slope = n * self.data ** (n - 1)
        return Value(self.data**n, (self,), (slope,))

    def exp(self):
        y = math.exp(self.data)
        return Value(y, (self,), (y,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        y = math.tanh(self.data)
        return Value(y, (self,), (1 - y**2,))

    def relu(self):
        on = float(self.data > 0)
        return Value(on * self.data, (self,), (on,))
# --8<-- [end:value]

    # --8<-- [start:rest]
    def __repr__(self):
        return f"Value({self.data}, grad={self.grad})"

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -value(other)

    def __truediv__(self, other):
        return self * value(other) ** -1.0

    def __rsub__(self, other):
        return value(other) - self

    def __rtruediv__(self, other):
        return value(other) / self

    __radd__, __rmul__ = __add__, __mul__
    # --8<-- [end:rest]

    # --8<-- [start:backward]
    def order(self):
        """Every value that this one depends on, parents first."""
        found, seen, pending = [], set(), [(self, False)]
        while pending:
            node, ready = pending.pop()
            if ready:
                found.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                pending.append((node, True))
                pending += [(parent, False) for parent in node.parents]
        return found

    def backward(self):
        """Add to each grad the derivative of this value."""
        order = self.order()
        for node in order:
            if node.parents:  # only the leaves add up between calls
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad
    # --8<-- [end:backward]


def value(x):
    return x if isinstance(x, Value) else Value(x)


# --8<-- [start:network]
XOR = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]


def sigmoid(z):
    return 1 / (1 + (-z).exp())


def network(weights, x):
    """Two inputs, two hidden units and a logit, with nine weights."""
    a, b, c, d, e, f, u, v, w = weights
    h = (a * x[0] + b * x[1] + c).tanh()
    k = (d * x[0] + e * x[1] + f).tanh()
    return u * h + v * k + w


def loss(weights):
    """Mean cross-entropy of the four examples."""
    total = 0
    for x, y in XOR:
        p = sigmoid(network(weights, x))
        total -= (p if y == 1 else 1 - p).log()
    return total / len(XOR)


def train(weights, steps, rate=1.0):
    for _ in range(steps):
        for w in weights:
            w.grad = 0.0
        loss(weights).backward()
        for w in weights:
            w.data -= rate * w.grad
# --8<-- [end:network]


def show(name, numbers):
    print(f"{name:8}", *[f"{x:8.5f}" for x in numbers])


def main():
    w, x, b = Value(2.0), Value(-1.0), Value(0.5)
    z = w * x + b
    p = sigmoid(z)
    result = -p.log()
    result.backward()
    print("un regresor logístico: p = σ(w x + b), L = -log p")
    show("w x b", (w.data, x.data, b.data))
    show("z p L", (z.data, p.data, result.data))
    show("dL/dw…", (w.grad, x.grad, b.grad))
    show("dL/dz", (z.grad,))
    print(f"{len(result.order())} valores en el grafo\n")

    rng = random.Random(1)
    weights = [Value(rng.uniform(-1, 1)) for _ in range(9)]
    loss(weights).backward()
    print("una red para XOR: las mismas derivadas que PyTorch")
    show("aquí", [w.grad for w in weights])
    leaves = torch.tensor([w.data for w in weights]).double()
    leaves.requires_grad_()
    loss(list(leaves)).backward()
    show("PyTorch", leaves.grad.tolist())
    drawn = {"aquí": [w.grad for w in weights]}
    drawn["PyTorch"] = leaves.grad.tolist()
    for steps in (0, 50, 100, 300):
        train(weights, steps)
        print(f"otros {steps:3} pasos, pérdida {loss(weights).data:.4f}")
    for (i, j), _ in XOR:
        p = sigmoid(network(weights, (i, j)))
        print(f"{i} xor {j}: {p.data:.3f}")
    drawing.bars(
        "autograd", "Dos motores, las mismas derivadas", "abcdefuvw",
        drawn, "derivada de la pérdida respecto de cada peso", 3,
    )


if __name__ == "__main__":
    command.run(main)
