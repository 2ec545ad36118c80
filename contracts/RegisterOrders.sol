// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IRegisterOrders} from "./interfaces/IRegisterOrders.sol";

/// @title Orders of the register administrator
contract RegisterOrders is IRegisterOrders, AccessManaged {
    /// @notice An order waits this long, so that the issuer can stop it.
    uint48 public constant ORDER_DELAY = 1 days;

    address public immutable token;
    /// @inheritdoc IRegisterOrders
    uint256 public orderCount;

    mapping(uint256 id => Order order) private _orders;
    /// @dev The waiting order that says exactly this, or zero.
    mapping(bytes32 content => uint256 id) private _waiting;

    constructor(address authority, address token_) AccessManaged(authority) {
        token = token_;
    }

    /// @inheritdoc IRegisterOrders
    function recordOrder(
        Kind kind,
        Cause cause,
        address from,
        address to,
        uint32 bonds,
        bytes32 documentHash
    ) external restricted returns (uint256 id) {
        if (documentHash == bytes32(0)) revert OrderWithoutDocument();
        if ((kind == Kind.Freeze && to != address(0)) || (kind == Kind.NewKey && bonds != 0)) revert OrderMalformed(kind, to, bonds);
        bytes32 content = _contentOf(kind, from, to, bonds);
        if (_waiting[content] != 0) revert OrderAlreadyRecorded(_waiting[content]);
        id = ++orderCount;
        uint48 executableAt = uint48(block.timestamp) + ORDER_DELAY;
        _waiting[content] = id;
        _orders[id] = Order(kind, cause, State.Recorded, executableAt, from, to, bonds, documentHash);
        emit OrderRecorded(id, kind, cause, from, to, bonds, documentHash, executableAt);
    }

    /// @inheritdoc IRegisterOrders
    function withdrawOrder(uint256 id) external restricted {
        _cancel(id);
    }

    /// @inheritdoc IRegisterOrders
    function vetoOrder(uint256 id) external restricted {
        _cancel(id);
    }

    /// @inheritdoc IRegisterOrders
    function executeOrder(Kind kind, address from, address to, uint256 bonds) external returns (uint256 id, bytes32 documentHash) {
        if (msg.sender != token) revert NotTheToken(msg.sender);
        bytes32 content = _contentOf(kind, from, to, bonds);
        id = _waiting[content];
        if (id == 0) revert NoMatchingOrder(kind, from, to, bonds);
        Order storage order = _orders[id];
        if (block.timestamp < order.executableAt) revert OrderNotYetExecutable(id, order.executableAt);
        order.state = State.Executed;
        delete _waiting[content];
        emit OrderExecuted(id);
        return (id, order.documentHash);
    }

    /// @inheritdoc IRegisterOrders
    function orderAt(uint256 id) external view returns (Order memory) {
        return _orders[id];
    }

    function _cancel(uint256 id) private {
        Order storage order = _orders[id];
        if (order.state != State.Recorded) revert OrderNotRecorded(id, order.state);
        order.state = State.Cancelled;
        delete _waiting[_contentOf(order.kind, order.from, order.to, order.bonds)];
        emit OrderCancelled(id, msg.sender);
    }

    function _contentOf(Kind kind, address from, address to, uint256 bonds) private pure returns (bytes32) {
        return keccak256(abi.encode(kind, from, to, bonds));
    }
}
