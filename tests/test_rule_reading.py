"""Rules as papers, blogs and code write them take the steps of plain NumPy, or are refused with a sentence."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from gdviz.descent import descend
from gdviz.expression import ExpressionError, read_rule, translate_rule
from gdviz.optimizers import RULES
from gdviz.rule import custom_optimizer
from tests.export_runs import numpy_code

START, LR, STEPS = np.array([3.0, 2.0]), 0.05, 6
Steps = Iterator[np.ndarray]


def slope(p: np.ndarray) -> np.ndarray:
    return np.array([2 * p[0], 20 * p[1]])


def sgd(lr: float = LR) -> Steps:
    p = START
    while True:
        p = p - lr * slope(p)
        yield p


def momentum(beta: float = 0.9, damped: bool = False, lr: float = LR) -> Steps:
    p, v = START, np.zeros(2)
    while True:
        v = beta * v + (1 - beta if damped else 1) * slope(p)
        p = p - lr * v
        yield p


def nesterov(mu: float = 0.9) -> Steps:
    p, v = START, np.zeros(2)
    while True:
        v = mu * v - LR * slope(p + mu * v)
        p = p + v
        yield p


def accelerated() -> Steps:
    p = before = START
    k = 1
    while True:
        y = p + (k - 1) / (k + 2) * (p - before)
        before, p, k = p, y - LR * slope(y), k + 1
        yield p


def adam(corrected: bool = True, eps: float = 1e-8) -> Steps:
    p, m, v, t = START, np.zeros(2), np.zeros(2), 0
    while True:
        t += 1
        g = slope(p)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        a, b = (m / (1 - 0.9**t), v / (1 - 0.999**t)) if corrected else (m, v)
        p = p - LR * a / (np.sqrt(b) + eps)
        yield p


def adam_in_one_rate() -> Steps:
    p, m, v, t = START, np.zeros(2), np.zeros(2), 0
    while True:
        t += 1
        g = slope(p)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        p = p - LR * np.sqrt(1 - 0.999**t) / (1 - 0.9**t) * m / (np.sqrt(v) + 1e-8)
        yield p


def falling_rate() -> Steps:
    p, t = START, 0
    while True:
        t += 1
        p = p - LR / np.sqrt(t) * slope(p)
        yield p


def adam_mean() -> Steps:
    p, m, t = START, np.zeros(2), 0
    while True:
        t += 1
        m = 0.9 * m + 0.1 * slope(p)
        p = p - LR * m / (1 - 0.9**t)
        yield p


def rmsprop(rho: float = 0.9, inside: bool = True) -> Steps:
    p, v = START, np.zeros(2)
    while True:
        g = slope(p)
        v = rho * v + (1 - rho) * g * g
        p = p - LR * g / (np.sqrt(v + 1e-8) if inside else np.sqrt(v) + 1e-8)
        yield p


def adagrad() -> Steps:
    p, s = START, np.zeros(2)
    while True:
        g = slope(p)
        s = s + g * g
        p = p - LR * g / (np.sqrt(s) + 1e-8)
        yield p


def normalised(order: int = 2) -> Steps:
    p = START
    while True:
        p = p - LR * slope(p) / np.linalg.norm(slope(p), order)
        yield p


def lion(decay: float = 0.01) -> Steps:
    p, m = START, np.zeros(2)
    while True:
        g = slope(p)
        c = 0.9 * m + 0.1 * g
        p = p - LR * (np.sign(c) + decay * p)
        m = 0.999 * m + 0.001 * g
        yield p


def delayed() -> Steps:
    p, old = START, np.zeros(2)
    while True:
        p, old = p - LR * old, slope(p)
        yield p


def newton() -> Steps:
    p = START
    while True:
        p = p - LR * slope(p) / np.array([2.0, 20.0])
        yield p


def elementwise(change: Callable[[np.ndarray], np.ndarray]) -> Steps:
    p = START
    while True:
        p = p - LR * change(slope(p))
        yield p


def elementwise_with_decay() -> Steps:
    p = START
    while True:
        p = p - LR * (slope(p) + 0.01 * p)
        yield p


def decayed_rate() -> Steps:
    p, lr = START, LR
    while True:
        p = p - lr * slope(p)
        lr *= 0.9
        yield p


ADAM_PAPER = """t ← t + 1
g_t ← ∇_θ f_t(θ_{t−1})
m_t ← β_1·m_{t−1} + (1 − β_1)·g_t
v_t ← β_2·v_{t−1} + (1 − β_2)·g_t^2
m̂_t ← m_t/(1 − β_1^t)
v̂_t ← v_t/(1 − β_2^t)
θ_t ← θ_{t−1} − α·m̂_t/(√v̂_t + ε)"""
ADAM_LATEX = r"""\begin{align*}
m_t &= \beta_1 m_{t-1} + (1 - \beta_1) g_t \\
v_t &= \beta_2 v_{t-1} + (1 - \beta_2) g_t^2 \\
\hat{m}_t &= \dfrac{m_t}{1 - \beta^t_1} \\
\hat{v}_t &= \dfrac{v_t}{1 - \beta^t_2} \\
\theta_{t+1} &= \theta_{t} - \dfrac{\eta}{\sqrt{\hat{v}_t} + \epsilon} \hat{m}_t
\end{align*}"""
LOOP = """lr = 0.05  # step
v = np.zeros(2)
beta = 0.8
for i in range(100):
    dx = compute_gradient(x)
    v = beta * v + dx
    x = x - lr * v"""
BOLD = (
    r"\boldsymbol{\theta} \leftarrow \boldsymbol{\theta} - \epsilon \nabla_{\boldsymbol{\theta}} J(\boldsymbol{\theta})"
)
RUDER = r"""E[g^2]_t = 0.9 E[g^2]_{t-1} + 0.1 g^2_t
\theta_{t+1} = \theta_{t} - \dfrac{\eta}{\sqrt{E[g^2]_t + \epsilon}} g_{t}"""
TORCH = """square_avg = alpha*square_avg + (1 - alpha)*grad**2
param = param - lr*grad/(torch.sqrt(square_avg) + eps)"""
KERAS = """m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g**2
lr_t = lr*sqrt(1 - beta2**t)/(1 - beta1**t)
theta = theta - lr_t*m/(sqrt(v) + eps)"""
UNDERSTOOD: dict[str, Callable[[], Steps]] = {
    r"\theta_j := \theta_j - \alpha \frac{\partial}{\partial \theta_j} J(\theta)": sgd,
    r"\theta := \theta - \alpha \nabla_\theta J(\theta)": sgd,
    r"w_{t+1} = w_t - \eta \frac{\partial L}{\partial w_t}": sgd,
    r"\mathbf{w}_{t+1} = \mathbf{w}_t - \eta \nabla L(\mathbf{w}_t)": sgd,
    BOLD: sgd,
    "w := w - α ∂J/∂w": sgd,
    "θ=θ−η⋅∇θJ(θ;x(i);y(i))": sgd,
    "x^{(k+1)} = x^{(k)} - \\alpha_k \\nabla f(x^{(k)})": sgd,
    "x^{k+1} = x^k - t_k \\nabla f(x^k)".replace("t_k", "\\alpha_k"): sgd,
    "w[t+1] = w[t] - lr*grad(w[t])": sgd,
    "w(t+1) = w(t) - eta*grad(w(t))": sgd,
    "theta <- theta - alpha * grad": sgd,
    "p.data -= lr * p.grad.data": sgd,
    "self.w -= self.lr * self.w.grad": sgd,
    "weights += - step_size * weights_grad": sgd,
    "θₜ₊₁ = θₜ − α∇f(θₜ)": sgd,
    "θₜ = θₜ₋₁ − α∇f(θₜ₋₁)": sgd,
    "x_{n+1} = x_n - \\gamma \\nabla F(x_n)": sgd,
    "theta_new = theta - lr*g": sgd,
    "x_new = x - lr*df(x)\nx = x_new": sgd,
    "theta = theta - alpha*f'(theta)": sgd,
    "theta = theta - alpha*(dL/dw)": sgd,
    "w = w - alpha*gradient(X, y, w)": sgd,
    "while not converged do\n  θ ← θ − η g\nend while": sgd,
    "1: g = grad(theta)\n2: theta = theta - alpha*g": sgd,
    "W -= learning_rate * dW  // update": sgd,
    "beta = beta - lr*grad": sgd,
    "θ = θ - α*dθ": sgd,
    "theta = theta - alpha(g)": sgd,
    "$\\theta = \\theta - \\alpha g$.": sgd,
    "V = beta*V + dW;  W = W - alpha*V;": momentum,
    "v = mu * v - learning_rate * dx\nx += v": momentum,
    "v_{t+1} = \\mu v_t - \\epsilon g_t\n\\theta_{t+1} = \\theta_t + v_{t+1}": momentum,
    "\\theta_{t+1} = \\theta_t + v_{t+1}\nv_{t+1} = \\mu v_t - \\epsilon \\nabla f(\\theta_t)": momentum,
    "v_t = β v_t-1 + g_t\nx_t+1 = x_t - α v_t": momentum,
    "x_{k+1} = x_k - \\alpha \\nabla f(x_k) + \\beta (x_k - x_{k-1})": momentum,
    "x^{k+1} = x^k - \\alpha \\nabla f(x^k) + \\beta (x^k - x^{k-1})": momentum,
    "theta = theta - alpha*g + beta*(theta - theta_prev)": momentum,
    "x = x - lr*grad + beta*(x - x_old)": momentum,
    r"\Delta w := \alpha \Delta w - \eta \nabla Q_i(w)" + "\n" + r"w := w + \Delta w": momentum,
    "v = alpha*v - epsilon*g\ntheta = theta + v": momentum,
    "m = 0.9*m_prev + g\ntheta = theta - lr*m": momentum,
    LOOP: lambda: momentum(0.8),
    "V_{dW} = \\beta V_{dW} + (1 - \\beta) dW\nW = W - \\alpha V_{dW}": lambda: momentum(damped=True),
    "m_t = beta1*m_t + (1-beta1)*g_t\ntheta = theta - alpha*m_t": lambda: momentum(damped=True),
    "v_{t+1} = \\mu v_t - \\epsilon \\nabla f(\\theta_t + \\mu v_t)\n\\theta_{t+1} = \\theta_t + v_{t+1}": nesterov,
    "y_k = x_k + \\frac{k-1}{k+2}(x_k - x_{k-1})\nx_{k+1} = y_k - \\alpha \\nabla f(y_k)": accelerated,
    ADAM_PAPER: adam,
    ADAM_LATEX: adam,
    RUDER: rmsprop,
    "r = rho*r + (1-rho)*g⊙g\ntheta = theta - epsilon/(sqrt(delta + r)) ⊙ g": rmsprop,
    TORCH: lambda: rmsprop(0.9, False),
    "cache += dx**2\nx += - learning_rate * dx / (np.sqrt(cache) + eps)": adagrad,
    "theta = theta - alpha*g/||g||": normalised,
    "theta = theta - alpha*g/‖g‖_2": normalised,
    r"\theta_{t+1} = \theta_t - \eta \frac{\nabla f(\theta_t)}{\|\nabla f(\theta_t)\|_2}": normalised,
    r"x_{k+1} = x_k - \alpha \frac{g_k}{\lVert g_k \rVert}": normalised,
    "x = x - lr*g/np.linalg.norm(g)": normalised,
    "x = x - lr*g/sqrt(g^T g)": normalised,
    "theta = theta - alpha*g/||g||_1": lambda: normalised(1),
    "c_t = β1*m + (1-β1)*g\nθ = θ - α*(sign(c_t) + λ*θ)\nm = β2*m + (1-β2)*g": lion,
    "x = x - gamma*g_prev": delayed,
    "x_{k+1} = x_k - \\alpha g_{k-1}": delayed,
    "theta = theta - alpha*np.linalg.solve(hess(theta), g)": newton,
    "H = hess(x)\nx = x - lr*solve(H, g)": newton,
    "theta = theta - alpha*np.clip(g, -1, 1)": lambda: elementwise(lambda g: np.clip(g, -1, 1)),
    "theta = theta - alpha*torch.clamp(g, -1, 1)": lambda: elementwise(lambda g: np.clip(g, -1, 1)),
    "theta = theta - alpha*np.tanh(g)": lambda: elementwise(np.tanh),
    "theta = theta - alpha*np.arctan(g)": lambda: elementwise(np.arctan),
    "theta = theta - alpha*power(g, 3)/1e6": lambda: elementwise(lambda g: g**3 / 1e6),
    "theta = theta - lr*g; lr = lr*0.9": decayed_rate,
    "x_{k+1} = x_k + \\alpha_k p_k\np_k = -g_k": sgd,
    KERAS: adam_in_one_rate,
    "α_t = α/√t\nθ_t = θ_{t-1} - α_t g_t": falling_rate,
    "\\eta_t = \\frac{\\eta}{\\sqrt{t}}\nw_{t+1} = w_t - \\eta_t \\nabla f(w_t)": falling_rate,
    "x_{k+1} = x_k - t \\nabla f(x_k)": sgd,
    "theta_t = theta_(t-1) - alpha*g": sgd,
    "d = -grad(x)\nx = x + step*d": sgd,
    "x = x - lr*f_prime(x)": sgd,
    "x ← x − α f′(x)": sgd,
    "theta = theta - alpha .* g;": sgd,
    "theta = theta - alpha*e^{-g^2}*g": lambda: elementwise(lambda g: np.exp(-g * g) * g),
    "θ_new = θ_old − α∇J(θ_old)": sgd,
    "m = b1*m + (1-b1)*g\nw = w - lr*m/(1-b1**t)": lambda: adam_mean(),
    # the signs of HTML pages, Greek letters beside Latin ones
    "θ = θ − η · ∇θ J(θ)": sgd,
    "θ = θ − η ∇θ J(θ; x; y)": sgd,
    "w = w - η ∇w L(w)": sgd,
    "m = βm + (1−β)g\nθ = θ − ηm": lambda: momentum(damped=True),
    "w ← w − η(g + λw)": lambda: elementwise_with_decay(),
    "w ← (1 − ηλ)w − ηg": lambda: elementwise_with_decay(),
    "m ← β₁m + (1 − β₁)g\nv ← β₂v + (1 − β₂)g²\nm̂ ← m/(1 − β₁ᵗ)\nv̂ ← v/(1 − β₂ᵗ)\nθ ← θ − αm̂/(√v̂ + ε)": adam,
    "x(t+1) = x(t) - eta * grad f(x(t))": sgd,
    r"\theta \leftarrow \theta - \epsilon \hat{g}": sgd,
    # rates of the step
    "\\eta_t = \\eta_0 / \\sqrt{t}\nx_{t+1} = x_t - \\eta_t g_t": falling_rate,
    r"x_{t+1} = x_t - \eta_t g_t, \quad \eta_t = \frac{\eta}{\sqrt{t}}": falling_rate,
    "x_{t+1} = x_t - \\eta_t g_t\n\\eta_t = \\eta/\\sqrt{t}": falling_rate,
    "alpha_k = alpha/sqrt(k)\nx = x - alpha_k*g": falling_rate,
    r"x_{k+1} = x_k - \alpha_k \nabla f(x_k), \quad k = 0, 1, 2, \ldots": sgd,
    r"x_{n+1}=x_n-\gamma_n\nabla F(x_n),\ n\geq 0.": sgd,
    r"w_{t+1} = w_t - \eta_t \nabla f_{i_t}(w_t)": sgd,
    # as the pages of PyTorch and d2l, Julia and training loops have them
    "\\widehat{m_t} = m_t/\\big(1-\\beta_1^t \\big)\n\\widehat{v_t} = v_t/\\big(1-\\beta_2^t \\big)\n"
    "m_t = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t\nv_t = \\beta_2 v_{t-1} + (1-\\beta_2) g^2_t\n"
    "\\theta_t = \\theta_{t-1} - \\gamma \\widehat{m_t}/ \\big(\\sqrt{\\widehat{v_t}} + \\epsilon \\big)": adam,
    "v[:] = hyperparams['momentum'] * v + p.grad\np[:] -= hyperparams['lr'] * v": momentum,
    "state['m'] = beta1*state['m'] + (1-beta1)*g\nw = w - lr*state['m']": lambda: momentum(damped=True),
    "v .= β .* v .+ g\nx .-= η .* v": momentum,
    "optimizer.zero_grad()\nloss.backward()\nwith torch.no_grad():\n    w -= lr * w.grad\nw.grad.zero_()": sgd,
    "def update(w, grad, lr=0.05):\n    w = w - lr * grad\n    return w": sgd,
    "grads = jax.grad(loss)(params)\nparams = params - lr * grads": sgd,
    r"\theta_j := \theta_j - \alpha \frac{\partial}{\partial \theta_j} J(\theta_0, \theta_1)": sgd,
    "vel <- mom*vel + grad\npar <- par - lr*vel": momentum,
    "vel <- mom*vel - lr*grad\npar <- par + vel": momentum,
    "w = w - lr * dLdw": sgd,
}  # fmt: skip


@pytest.mark.parametrize("text", UNDERSTOOD, ids=range(len(UNDERSTOOD)))
def test_the_steps_are_those_of_plain_numpy(text: str) -> None:
    rule = custom_optimizer(text)
    assert 0.01 <= rule.knobs["learning_rate"].default <= 0.1
    run = descend("x^2 + 10y^2", rule, START, STEPS, learning_rate=LR)
    expected = [START, *(point for point, _ in zip(UNDERSTOOD[text](), range(STEPS), strict=False))]
    np.testing.assert_allclose(run.points, expected, rtol=1e-9, atol=1e-12)
    space: dict[str, object] = {}
    program = numpy_code("x^2 + 10y^2", rule, tuple(START), STEPS, knobs={"learning_rate": LR})
    exec(compile(program, "<exported>", "exec"), space)
    np.testing.assert_allclose(np.array(space["path"]), expected, rtol=1e-9, atol=1e-12)


FIELD = [json.loads(line) for line in (Path(__file__).parent / "rules_of_the_field.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("case", FIELD, ids=[case["id"] for case in FIELD])
def test_cases_of_the_field(case: dict) -> None:
    if case["step"] is None:
        with pytest.raises(ExpressionError) as refused:
            custom_optimizer(case["input"])
        assert case["hint"] in refused.value.hint
        return
    run = descend("x^2 + 10y^2", custom_optimizer(case["input"]), START, 1)
    np.testing.assert_allclose(run.points[1], case["step"], atol=6e-5)


REFUSED = {
    "theta = theta - alpha*H*g": "No line assigns H",
    "theta = theta - alpha*m_hat": "No line assigns m_hat",
    "theta = theta - alpha*g/sqrt(G_t + eps)": "No line assigns G",
    "theta = theta - alpha*x": "moves theta and reads x",
    "x = x - alpha*g_x\ny = y - alpha*g_y": "another variable",
    "W = W - alpha*dW\nb = b - alpha*db": "another variable",
    "x = x - lr*dfdx\ny = y - lr*dfdy": "another variable",
    "x = x - lr*df_dx\ny = y - lr*df_dy": "another variable",
    "theta = theta - alpha*g + noise": "noise",
    "theta = theta - alpha*(g + sigma*xi)": "noise",
    "theta = theta - alpha*np.random.randn(2)": "random",
    "theta = theta - alpha*g + sqrt(2*alpha)*N(0, 1)": "random",
    "theta = theta - alpha*(g + s*randn)": "random",
    "z \\sim N(0, 1)\ntheta = theta - alpha*g": "random",
    "g = 0.9*g + 0.1*grad(theta)\ntheta = theta - alpha*g": "not a memory",
    "x_{k+1} = x_k - alpha*g_{k+2}": "still to come",
    "x_{k+1} = x_k - alpha*(x_k - x_{k-3})": "Only the step before",
    "a_{t} = b_{t}\nb_t = a_t\ntheta_{t+1} = theta_t - alpha*a_t": "need each other",
    "theta = theta - alpha*g/||g||_\\infty": "Only the norms",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_meant_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ExpressionError, match=REFUSED[text]):
        custom_optimizer(text)


@pytest.mark.parametrize(
    "name",
    "g_t g_k dtheta dx dw dW dp grad gradient grads nabla grad_f theta_grad d_p dL_dw gt theta_prev g_prev".split(),
)
def test_no_name_of_a_gradient_or_of_the_step_before_is_a_slider(name: str) -> None:
    rule = custom_optimizer(f"theta = theta - alpha*{name}")
    assert list(rule.knobs) == ["learning_rate"]


@pytest.mark.parametrize("name", "lr eta alpha learning_rate step_size gamma epsilon stepsize learningRate".split())
def test_every_usual_name_of_the_rate_is_the_rate(name: str) -> None:
    rule = custom_optimizer(f"theta = theta - {name}*g")
    assert list(rule.knobs) == ["learning_rate"]
    assert rule.note == ("" if name == "alpha" else f"Read: {name} as the rate. Another meaning needs another name.")


def test_what_was_taken_for_what_is_said() -> None:
    assert custom_optimizer("theta = theta - alpha*g").note == ""
    read = "Read: w as the point, dw as the gradient there, lr as the rate. Another meaning needs another name."
    assert custom_optimizer("w -= lr*dw").note == read
    assert "norm" in custom_optimizer("theta = theta - alpha*g/|g|").note
    assert "No line assigns m" in custom_optimizer("theta = theta - alpha*m").note
    assert "t counts the steps" in custom_optimizer("t += 1\ntheta = theta - alpha*g/t").note


def test_numbers_in_the_text_are_where_its_knobs_begin() -> None:
    rule = custom_optimizer("lr = 0.03\nbeta = 0.7\nm = 0\nm = beta*m + g\ntheta = theta - lr*m")
    assert {name: knob.default for name, knob in rule.knobs.items()} == {"learning_rate": 0.03, "beta": 0.7}
    begun = custom_optimizer("n = 5\nn = n + 1\ntheta = theta - alpha*g/n")
    run = descend("x^2 + y^2", begun, (1.0, 1.0), 2, learning_rate=0.6)
    np.testing.assert_allclose(run.points[:, 0], [1, 1 - 0.2, 0.8 - 0.6 * 1.6 / 7])


@pytest.mark.parametrize("key", [rule.key for rule in RULES])
def test_the_listed_rules_are_read_as_they_stand(key: str) -> None:
    (rule,) = (one for one in RULES if one.key == key)
    plain = [(line.target, line.tree) for line in read_rule(rule.rule)]
    assert [(line.target, line.tree) for line in translate_rule(rule.rule).lines] == plain
    assert rule.program.defaults == {}
