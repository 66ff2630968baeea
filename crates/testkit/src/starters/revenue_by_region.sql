-- Reads the cell above by its name.
SELECT region,
       sum(revenue) AS revenue,
       sum(orders) AS orders,
       sum(revenue) / sum(orders) AS avg_order
FROM revenue_by_month
GROUP BY region
ORDER BY revenue DESC
