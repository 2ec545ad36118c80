// One file per scope; loading a file registers its tasks. Nothing here may need a compile, and what is heavy is imported when a task runs.
import "./agenda";
import "./bond";
import "./calendar";
import "./doc";
import "./holder";
import "./lifecycle";
import "./offering";
import "./meeting";
import "./notice";
import "./payment";
import "./paymentDue";
import "./paymentSheet";
import "./register";
import "./trade";
