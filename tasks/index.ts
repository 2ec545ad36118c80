// One file per scope; loading a file registers its tasks.
import "./lifecycle";
