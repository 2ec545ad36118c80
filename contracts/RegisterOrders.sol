// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IBondToken} from "./interfaces/IBondToken.sol";
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
        bool malformed = (kind == Kind.Freeze && to != address(0)) || (kind == Kind.NewKey && bonds != 0) || kind == Kind.Redirect;
        if (malformed) revert OrderMalformed(kind, to, bonds);
        uint48 executableAt;
        (id, executableAt) = _record(Order(kind, cause, State.Recorded, 0, from, to, bonds, 0, documentHash));
        emit OrderRecorded(id, kind, cause, from, to, bonds, documentHash, executableAt);
    }

    /// @inheritdoc IRegisterOrders
    function recordRedirection(uint16 index, Cause cause, address from, address to, bytes32 documentHash) external restricted returns (uint256 id) {
        uint48 executableAt;
        (id, executableAt) = _record(Order(Kind.Redirect, cause, State.Recorded, 0, from, to, 0, index, documentHash));
        emit RedirectionRecorded(id, index, cause, from, to, documentHash, executableAt);
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
        id = _waiting[_contentOf(kind, from, to, bonds, 0)];
        if (id == 0) revert NoMatchingOrder(kind, from, to, bonds);
        documentHash = _execute(id);
    }

    /// @inheritdoc IRegisterOrders
    function executeRedirection(uint16 index, address from, address to) external returns (uint256 id, bytes32 documentHash) {
        if (msg.sender != IBondToken(token).payments()) revert NotThePayments(msg.sender);
        id = _waiting[_contentOf(Kind.Redirect, from, to, 0, index)];
        if (id == 0) revert NoMatchingRedirection(index, from, to);
        documentHash = _execute(id);
    }

    /// @inheritdoc IRegisterOrders
    function orderAt(uint256 id) external view returns (Order memory) {
        return _orders[id];
    }

    function _record(Order memory order) private returns (uint256 id, uint48 executableAt) {
        if (order.documentHash == bytes32(0)) revert OrderWithoutDocument();
        bytes32 content = _contentOf(order.kind, order.from, order.to, order.bonds, order.index);
        if (_waiting[content] != 0) revert OrderAlreadyRecorded(_waiting[content]);
        id = ++orderCount;
        executableAt = uint48(block.timestamp) + ORDER_DELAY;
        order.executableAt = executableAt;
        _waiting[content] = id;
        _orders[id] = order;
    }

    function _execute(uint256 id) private returns (bytes32 documentHash) {
        Order storage order = _orders[id];
        if (block.timestamp < order.executableAt) revert OrderNotYetExecutable(id, order.executableAt);
        _end(order, State.Executed);
        emit OrderExecuted(id);
        return order.documentHash;
    }

    function _cancel(uint256 id) private {
        Order storage order = _orders[id];
        if (order.state != State.Recorded) revert OrderNotRecorded(id, order.state);
        _end(order, State.Cancelled);
        emit OrderCancelled(id, msg.sender);
    }

    function _end(Order storage order, State state) private {
        order.state = state;
        delete _waiting[_contentOf(order.kind, order.from, order.to, order.bonds, order.index)];
    }

    function _contentOf(Kind kind, address from, address to, uint256 bonds, uint256 index) private pure returns (bytes32) {
        return keccak256(abi.encode(kind, from, to, bonds, index));
    }
}
