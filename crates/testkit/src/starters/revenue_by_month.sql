SELECT date_trunc('month', o.order_date) AS month,
       o.region,
       sum(o.net_amount) AS revenue,
       count(DISTINCT o.order_id) AS orders,
       sum(o.net_amount) / count(DISTINCT o.order_id) AS avg_order
FROM orders o
WHERE o.order_date IN :period
  AND o.region IN :regions
  AND o.net_amount >= :min_order
  AND o.status <> 'Cancelled'
GROUP BY ALL
ORDER BY month DESC, revenue DESC
