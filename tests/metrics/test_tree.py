from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.tree import TREE, Joint


def test_from_contribution_to_impressions_every_node_is_in_the_catalogue() -> None:
    names = [node.metric for node in TREE.walk()]
    assert names[0] == "contribution"
    assert {"impressions", "visitor_days", "conversion"} <= set(names)
    assert set(names) <= set(CATALOGUE)
    assert len(names) == len(set(names))


def test_sums_hold_exactly_the_measures_of_the_metric_above() -> None:
    for node in TREE.walk():
        if node.joint is Joint.LEAF:
            assert node.below == ()
        elif node.joint is Joint.SUM and CATALOGUE[node.metric].formula:
            below = {leaf.name for one in node.below for leaf in leaves(one.metric)}
            assert below == {leaf.name for leaf in leaves(node.metric)}
