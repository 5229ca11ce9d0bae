"""Answers to the assignment *leaky_relu*."""

RIGHT_TOO = {
    "leaky_relu": "leaky_relu = lambda z, slope: z * np.where(z > 0, np.ones_like(slope), slope)",
    "slope_gradient": """
def slope_gradient(z, upstream):
    g = np.moveaxis(upstream * np.minimum(z, 0), 1, 0)
    return g.reshape(len(g), -1).sum(axis=1)
""",
    "gain": "gain = lambda slope: np.sqrt(2) / np.hypot(1, slope)",
    "mean": "mean = lambda slope: (1 - slope) * 0.3989422804014327",
    "rms_ratio": "rms_ratio = lambda gain, slope, depth: (gain**2 * (1 + slope**2) / 2) ** (depth / 2)",
}

WRONG = {
    # takes the larger
    "leaky_relu/any slope": "leaky_relu = lambda z, slope: np.maximum(z, slope * z)",
    # multiplies by masks
    "leaky_relu/infinite": "leaky_relu = lambda z, slope: (z > 0) * z + (z <= 0) * (slope * z)",
    "leaky_relu/float32": "leaky_relu = lambda z, slope: right(np.asarray(z, dtype=float), slope)",
    # knows images only
    "slope_gradient/dense layer": """
def slope_gradient(z, upstream):
    return np.sum(upstream * np.minimum(z, 0), axis=(0, 2, 3))
""",
    # averages over the positions
    "slope_gradient/images": """
def slope_gradient(z, upstream):
    gradient = upstream * np.minimum(z, 0)
    return gradient.reshape(*z.shape[:2], -1).mean(axis=2).sum(axis=0)
""",
    # saves memory at the caller's expense
    "slope_gradient/manners": """
def slope_gradient(z, upstream):
    np.minimum(z, 0, out=z)
    return right(z, upstream)
""",
    # adds before squaring
    "gain/usual slopes": "gain = lambda slope: np.sqrt(2) / (1 + np.abs(slope))",
    # squares what is too large to be squared
    "gain/huge slopes": "gain = lambda slope: np.sqrt(2 / (1 + slope**2))",
    # takes the size for the value
    "mean/any slope": "mean = lambda slope: np.abs(1 - slope) / np.sqrt(2 * np.pi)",
    # forgets the root
    "rms_ratio/any depth": "rms_ratio = lambda gain, slope, depth: (gain**2 * (1 + slope**2) / 2) ** depth",
}
