"""From three imperfect files to one checked table.

The folder has orders.csv (order_id, customer, date, amount), customers.csv (customer, region) and targets.csv (region,
Q1 … Q4). Rows may have been exported twice, some customers are in no list, an unknown amount is written `?`, and `NA`
is the name of a region. Nothing here changes a file or a frame that it is given, and nothing warns.
"""

import pandas as pd


def load(folder):
    """Return the three files as they are, (orders, customers, targets), with the right types.

    Customer ids and regions are text: "007" keeps its zeros, and "NA" is a region like others. Dates are parsed
    (datetime64), amounts are floats, NaN where unknown, order ids whole numbers, targets numbers. No row is left out.
    """
    raise NotImplementedError


def clean(orders, customers):
    """Return both frames without the rows that were exported twice, (orders, customers), each id once.

    Of two rows that agree in every column one is kept. Two orders by one customer on one day for one amount are two
    orders as long as their order_id differs. Doing it again changes nothing more.
    Raises ValueError when two rows have one id (order_id, or customer in customers) but differ in another column.
    """
    raise NotImplementedError


def summarise(orders, customers, targets):
    """Return a frame with a row for each region and quarter that has an order, for frames that `clean` has cleaned.

    Orders of customers who are not in customers have the region "unknown". The columns, in this order:
    region; quarter, "Q1" to "Q4", by the month of the date; rows, how many orders; known, how many of them have an
    amount; sum and median of the known amounts; target, NaN where there is none; difference, sum minus target. The rows
    are sorted by region and quarter, and numbered from 0. A median of no amounts is NaN, their sum 0.
    Raises ValueError when customers lists a customer twice or targets a region twice: the join would double orders.
    """
    raise NotImplementedError
