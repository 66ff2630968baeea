// What the marks of this folder need of the chart library, beside what lines and bars need.
import {
  CustomChart,
  PieChart,
  RadarChart,
  SankeyChart,
  SunburstChart,
  TreemapChart,
} from "echarts/charts";
import { RadarComponent } from "echarts/components";
import { use } from "echarts/core";

use([CustomChart, PieChart, RadarChart, RadarComponent, SankeyChart, SunburstChart, TreemapChart]);

export { init } from "../engine";
