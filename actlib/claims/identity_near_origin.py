"""Claims C21 to C23: what it is to approximate the identity near 0, and what it spares whoever draws the weights."""

import numpy as np

import actlib as act
from actlib import meanfield
from actlib.claims._identity_near_origin import expected_ratio, learned_losses, simulated_ratio, wiggly
from actlib.ledger import Evidence, claim
from actlib.networks import simulated_profile


def near_identity(f, h=1e-6):
    """Return whether f(0) = 0 and both one-sided slopes at 0 are 1."""
    return bool(f(0.0) == 0 and all(abs(f(x) / x - 1) < 1e-4 for x in (-h, h)))


@claim(
    "C21",
    section="identity_near_origin",
    says="[Approximating identity near origin is] equivalent to f(0) = 0 and f'(0) = 1, and f' is continuous at 0.",
    verdict="holds",
    correction="As a definition. The first two conditions alone say f(x) = x + o(x), that signals pass. The third is "
    "extra: x + x² sin(1/x) has the first two, and slopes between 0 and 2 as near to 0 as one likes. It is what lets "
    "small gradients pass as small signals do.",
    foils={
        "the value at 0 alone": {"approximates": lambda f: f(0.0) == 0},
        "the slope at 0 alone": {"approximates": lambda f: abs(f.derivative(0.0) - 1) < 1e-9},
        "a wiggle whose slope settles": {"power": 3},
        "a wiggle without a slope at 0": {"power": 1},
    },
)
def the_first_two_conditions_do_not_give_the_third(approximates=near_identity, power=2):
    """The catalogue by difference quotients, against declared facts; x + x² sin(1/x) and its slopes by differences."""
    functions = act.catalogue()
    found = [f for f in functions if approximates(f)]
    x = np.array([-1e-6, 1e-6])
    near = 1e-3 + np.linspace(0, 2e-5, 20001)  # three wiggles
    slopes = (wiggly(near + 1e-10, power) - wiggly(near - 1e-10, power)) / 2e-10
    tiny = 10 ** np.linspace(-8, -4, 4001)
    return Evidence(
        functions_where_quotients_and_facts_disagree=(
            sum((f in found) != f.facts.identity_at_origin for f in functions), 0, 0,
        ),
        largest_remainder_over_x_at_one_millionth=(max(np.abs((f(x) - x) / x).max() for f in found), 0, 2e-6),
        largest_remainder_over_x_of_the_wiggly_one=(np.abs((wiggly(tiny, power) - tiny) / tiny).max(), 0, 1e-4),
        its_smallest_slope_near_one_thousandth=(slopes.min(), 0, 0.01),
        its_largest_slope_there=(slopes.max(), 2, 0.01),
    )  # fmt: skip


@claim(
    "C22",
    section="identity_near_origin",
    says="When activation functions have this property, the neural network will learn efficiently when its weights "
    "are initialized with small random values.",
    verdict="conditional",
    correction="If “small” means a spread of the order of 1/√n for a unit with n inputs. A layer multiplies a small "
    "signal, and a small gradient, by √n times the spread: a fixed spread of 0.01 is far too small at width 100, and "
    "what is right at one width is wrong at another. Such a net does not start to learn.",
    references=("lecun1998", "glorot2010", "schoenholz2017"),
    foils={
        "one hundredth is small at any width": {"small": lambda _: 0.01},
        "1/n is small": {"small": lambda n: 1 / n},
        "the spread alone is the factor": {"factor": lambda spread, _: spread},
    },
)
def small_has_a_scale(small=lambda n: n**-0.5, factor=lambda spread, n: spread * n**0.5):
    """Signals and gradients through tanh nets, by simulation and mean field; losses after training at two spreads."""
    back = simulated_profile(act.tanh, 0.01 * 100**0.5, width=100)[0] ** (1 / 9)
    evidence = {"factor_on_gradients_at_spread_one_hundredth_width_100": (back, factor(0.01, 100), 0.01)}
    for n in (25, 225):
        fixed = simulated_ratio(act.tanh, 0.01 * n**0.5, width=n, networks=5) ** (1 / 9)
        evidence[f"factor_per_layer_at_spread_one_hundredth_width_{n}"] = (fixed, factor(0.01, n), 0.01)
        kept = simulated_ratio(act.tanh, small(n) * n**0.5, width=n, networks=5)
        evidence[f"left_after_ten_layers_if_small_width_{n}"] = (kept, expected_ratio(act.tanh, 1.0), 0.06)
    return Evidence(
        **evidence,
        all_learn_from_small_weights=(learned_losses("tanh", small).max() < 0.1, 1, 0),
        loss_after_training_from_spread_one_hundredth=(learned_losses("tanh", lambda _: 0.01).min(), np.log(2), 0.01),
    )


@claim(
    "C23",
    section="identity_near_origin",
    says="When the activation function does not approximate identity near the origin, special care must be used when "
    "initializing the weights.",
    verdict="conditional",
    correction="Care must be used in every case, and to lack the property does not by itself make it harder. ReLU's "
    "recipe, σ_w = √2, is exact for signals of every size; abs keeps them with tanh's own σ_w = 1, at which tanh "
    "itself loses some; and the bent identity, which has the property, blows them up there.",
    references=("glorot2010", "he2015"),
    foils={
        "one recipe for all": {"relu_spread": 1.0},
        "the identity at 0 keeps signals of every size": {"theory": lambda *_: 1.0},
    },
)
def care_is_needed_with_the_identity_and_without(relu_spread=2**0.5, theory=expected_ratio):
    """Signals over ten layers by simulation and mean field; critical σ_w; losses after training without identity."""
    return Evidence(
        relu_after_ten_layers=(simulated_ratio(act.relu, relu_spread), 1, 0.1),
        abs_after_ten_layers=(simulated_ratio(act.abs, 1.0), 1, 0.1),
        tanh_after_ten_layers=(simulated_ratio(act.tanh, 1.0), theory(act.tanh, 1.0), 0.03),
        bent_identity_after_ten_layers=(
            simulated_ratio(act.bent_identity, 1.0), theory(act.bent_identity, 1.0), 0.15,
        ),
        relu_at_one_millionth_of_the_size=(meanfield.next_variance(act.relu, 1e-12, relu_spread) / 1e-12, 1, 1e-9),
        critical_sigma_w_of_relu=(meanfield.critical_sigma_w(act.relu), relu_spread, 1e-9),
        critical_sigma_w_of_abs=(meanfield.critical_sigma_w(act.get("abs")), 1, 1e-9),
        relu_nets_learn=(learned_losses("relu", lambda n: relu_spread * n**-0.5).max() < 0.1, 1, 0),
        tanh_nets_of_too_small_a_spread_do_not=(learned_losses("tanh", lambda _: 0.01).min() > 0.6, 1, 0),
    )  # fmt: skip
