"""Claims of the notes on identity mappings: what ReLU can represent, what depth costs, and what was said of it."""

from functools import partial

import numpy as np

import actlib as act
from actlib import _deepening
from actlib.ledger import Evidence, claim

X = np.linspace(-5, 5, 1001)
_claim = partial(claim, section="identity_mappings")


@_claim(
    "C82",
    says="an activation function cannot achieve an identity mapping (e.g. ReLU map all negative inputs to zero)",
    verdict="false",
    correction="A single ReLU cannot; a layer of them can, exactly: x = R(x) − R(−x), two units for each input. On "
    "inputs above −c one unit is enough, R(x + c) − c; and what a ReLU put out passes the next unchanged, "
    "R(R(x)) = R(x). It is tanh that cannot: it is bounded, and near 0 the error of tanh(εx)/ε is ε²x³/3.",
    references=("he2016",),
    foils={"tanh": {"f": act.tanh}, "one unit": {"mirror": 0}, "ReLU for tanh": {"bounded": act.relu}},
)
def two_relus_are_the_identity(f=act.relu, mirror=1, bounded=act.tanh):
    """Build x from f three ways on a grid of [−5, 5]; then the error of tanh(εx)/ε at 1, over ε²/3."""
    small = 2.0**-7
    return Evidence(
        error_of_two_units=(np.abs(f(X) - mirror * f(-X) - X).max(), 0, 0),
        error_of_a_shifted_unit=(np.abs(f(X + 8) - 8 - X).max(), 0, 1e-14),
        change_of_what_f_put_out=(np.abs(f(f(X)) - f(X)).max(), 0, 0),
        cubic_error_of_tanh=(3 * (1 - bounded(small) / small) / small**2, 1, 1e-4),
    )


@_claim(
    "C83",
    says="adding extra depth actually decreases the best performance, in the case a shallower one would suffice",
    verdict="false",
    correction="Not the best that a deeper net can do: put identity layers into a trained ReLU net, and it gives the "
    "same, to the bit. What falls is what training finds. From random weights, nets of 33 layers end with a higher "
    "loss on their own training data than nets of 5. What can be represented is not what is found.",
    references=("he2016",),
    foils={
        "tanh layers put in": {"f": act.tanh},
        "no deeper": {"deep": 5},
        "residual connections": {"residual": "preactivation"},
    },
)
def depth_costs_nothing_but_training(f=act.relu, deep=33, residual=None):
    """Deepen trained nets of 5 layers by 28; beside them median losses of 20 nets. A net that says ½ has ln 2."""
    net, _ = _deepening.trained(f, 5)
    x, _ = _deepening.data()
    return Evidence(
        change_by_28_layers=(np.abs(_deepening.deepened(net, 28)(x) - net(x)).max(), 0, 0),
        median_loss_of_5_layers=(_deepening.median_loss(act.relu, 5), 0, 0.1),
        median_loss_of_33_layers=(_deepening.median_loss(act.relu, deep, residual), np.log(2), 0.1),
    )


@_claim(
    "C84",
    says="(Deep Residual Net paper)",
    verdict="conditional",
    correction="The paper reports the degradation: of plain nets on ImageNet, 34 layers have more training error than "
    "18. It argues by identity layers that a deeper net should be no worse, and suspects that solvers have "
    "difficulty in finding them. It does not blame ReLU, which its residual nets use throughout. Nor should it: "
    "tanh, which zeroes nothing, degrades as well, and connections past the layers help ReLU as it is.",
    references=("he2016", "he2016identity"),
    foils={"no connections": {"residual": None}, "tanh with 5 layers": {"deep": 5}},
)
def the_cure_keeps_relu_and_the_illness_does_not_need_it(residual="preactivation", deep=33):
    """Compare median losses of 20 nets of 33 layers; count tanh nets that end above a loss of 0.2."""
    ratio = _deepening.median_loss(act.relu, 33, residual) / _deepening.median_loss(act.relu, 33)
    return Evidence(
        connections_halve_the_median_loss=(ratio < 0.5, 1, 0),
        share_of_plain_tanh_nets_stuck=(_deepening.share_stuck(act.tanh, deep), 1, 0.1),
    )
