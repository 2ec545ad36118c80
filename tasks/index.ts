// One file per scope; loading a file registers its tasks. Nothing here may need a compile, and what is heavy is imported when a task runs.
import "./agenda";
import "./bond";
import "./calendar";
import "./default";
import "./doc";
import "./holder";
import "./lifecycle";
import "./meeting";
import "./notice";
import "./offering";
import "./orders";
import "./payment";
import "./paymentDue";
import "./paymentSheet";
import "./register";
import "./trade";
