"""Claims of the chapter on what an activation function is: C01 and C02."""

import numpy as np

import actlib as act
from actlib.ledger import Evidence, claim


@claim(
    "C01",
    section="activation_functions",
    says="In NNs, the activation function of a node defines the output of that node given an input or set of inputs.",
    verdict="holds",
    correction="A definition, and a sound one once 'input' is read as the pre-activation z = w·x + b: inputs with the "
    "same z have the same output. Some activations take the pre-activations of several nodes at once, softmax for one.",
    references=("goodfellow2016",),
    foils={
        "inputs that differ along w": {"keep": 0.5},
        "softmax works on each node alone": {"several": act.sigmoid},
    },
)
def the_output_depends_on_the_inputs_through_pre_activations(keep=0.0, several=act.softmax):
    """Outputs of every f of the catalogue at two inputs with one z; and d softmax₁/d z₂ by differences and as -p₁p₂."""
    rng = np.random.default_rng(1)
    w, x, move = rng.standard_normal((3, 100))
    other = x + move - (1 - keep) * (w @ move) / (w @ w) * w  # with keep = 0 the move is orthogonal to w
    same = max(abs(f(w @ x + 0.3) - f(w @ other + 0.3)) for f in act.catalogue())
    z, step = np.array([0.3, -0.5, 1.2]), np.array([0, 1e-5, 0])
    cross = (several(z + step) - several(z - step))[0] / 2e-5
    p = np.exp(z) / np.exp(z).sum()
    return Evidence(
        largest_difference_of_outputs_at_one_pre_activation=(same, 0.0, 1e-11),
        response_of_the_first_softmax_output_to_the_second_node=(cross, -p[0] * p[1], 1e-8),
    )


def is_a_rate(f, conditions=("never negative", "nondecreasing", "silent")):
    """Whether the facts about f let it be a firing rate: f ≥ 0, nondecreasing, and 0 in the limit of no drive."""
    facts = f.facts
    passes = {
        "never negative": facts.infimum >= 0,
        "nondecreasing": facts.monotonicity in ("nondecreasing", "strictly increasing"),
        "silent": facts.limits[0] == 0,
    }
    return all(passes[condition] for condition in conditions)


def _looks_like_a_rate(f):
    values = f(np.concatenate([[-1e9], np.linspace(-30, 30, 6001)]))
    return abs(values[0]) < 1e-6 and (values >= 0).all() and (np.diff(values) >= -1e-12).all()


@claim(
    "C02",
    section="activation_functions",
    says="The activation function is an abstraction representing the rate of action potential firing in the cell.",
    verdict="conditional",
    correction="Only if it can be a rate: never negative, nondecreasing, and 0 without drive. The step, the sigmoid, "
    "ReLU and softplus can. tanh, ELU, SELU, GELU, SiLU and the sine put out negative 'rates'. That is where the idea "
    "came from, not what an activation function is.",
    references=("mcculloch1943", "glorot2011"),
    foils={
        "whatever does not decrease": {"conditions": ("nondecreasing",)},
        "whatever is silent without drive": {"conditions": ("silent",)},
    },
)
def few_activations_can_be_firing_rates(conditions=("never negative", "nondecreasing", "silent")):
    """Which functions can be rates by their facts, beside the same question put to their values at 6002 points."""
    able = [f.name for f in act.catalogue() if is_a_rate(f, conditions)]
    seen = [f.name for f in act.catalogue() if _looks_like_a_rate(f)]
    classics = {"binary_step", "sigmoid", "relu", "softplus"}
    others = {"tanh", "elu", "selu", "gelu", "silu", "sine"}
    return Evidence(
        rates_among_step_sigmoid_relu_softplus=(len(classics & set(able)), 4, 0),
        rates_among_tanh_elu_selu_gelu_silu_sine=(len(others & set(able)), 0, 0),
        disagreements_of_facts_and_values_over_the_catalogue=(len(set(able) ^ set(seen)), 0, 0),
    )
