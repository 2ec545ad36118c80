// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title Where the money went [G-1 to G-5]
contract ProceedsLedger is AccessManaged {
    address public immutable token;
    address public immutable offering;

    constructor(address authority, address token_, address offering_) AccessManaged(authority) {
        (token, offering) = (token_, offering_);
    }
}
