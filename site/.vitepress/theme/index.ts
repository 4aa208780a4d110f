import theme from "vitepress/theme";
import "./celeriac.css";

export default theme;
