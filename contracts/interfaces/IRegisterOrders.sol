// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Orders of the register administrator: why an entry moves without a transfer [T-7]
/// @notice Recorded with a cause and a document hash, delayed, cancellable, and executed exactly once by the token.
interface IRegisterOrders {
    enum Kind {
        Move, // `bonds` from `from` to `to`
        Freeze, // the frozen bonds of `from` become `bonds`
        NewKey, // everything of `from` moves to the new account `to`; `bonds` is zero
        Redirect // what is due on payment date `index` in the line of `from` goes to `to`; `bonds` is zero
    }

    enum Cause {
        Correction,
        Succession,
        CourtOrder,
        LostKey
    }

    enum State {
        None,
        Recorded,
        Executed,
        Cancelled
    }

    struct Order {
        Kind kind;
        Cause cause;
        State state;
        uint48 executableAt;
        address from;
        address to;
        uint32 bonds;
        uint16 index;
        bytes32 documentHash;
    }

    /// @notice Order `id` was recorded; it may be executed from `executableAt` (seconds) on.
    event OrderRecorded(
        uint256 indexed id,
        Kind kind,
        Cause cause,
        address indexed from,
        address indexed to,
        uint32 bonds,
        bytes32 documentHash,
        uint48 executableAt
    );
    /// @notice Order `id` was recorded: what is due on payment date `index` in the line of `from` shall go to `to`. It may be executed from
    /// `executableAt` (seconds) on.
    event RedirectionRecorded(
        uint256 indexed id,
        uint16 index,
        Cause cause,
        address indexed from,
        address indexed to,
        bytes32 documentHash,
        uint48 executableAt
    );
    /// @notice Order `id` was cancelled by `by`.
    event OrderCancelled(uint256 indexed id, address indexed by);
    /// @notice Order `id` was executed.
    event OrderExecuted(uint256 indexed id);

    /// @notice No recorded order says exactly this. Record one, and wait for its delay.
    error NoMatchingOrder(Kind kind, address from, address to, uint256 bonds);
    /// @notice No recorded order redirects payment date `index` from `from` to `to`. Record one, and wait for its delay.
    error NoMatchingRedirection(uint16 index, address from, address to);
    /// @notice An order with the same kind, accounts and bonds waits already as `id`.
    error OrderAlreadyRecorded(uint256 id);
    /// @notice Order `id` may be executed from `executableAt` (seconds) on.
    error OrderNotYetExecutable(uint256 id, uint48 executableAt);
    /// @notice Order `id` is not waiting.
    error OrderNotRecorded(uint256 id, State state);
    /// @notice A freezing order names no receiver, an order for a new key no bonds, and a redirection is recorded with its own function.
    error OrderMalformed(Kind kind, address to, uint32 bonds);
    /// @notice An order needs the hash of the document that it rests on.
    error OrderWithoutDocument();
    /// @notice Only the token executes orders.
    error NotTheToken(address caller);
    /// @notice Only the payments execute redirections.
    error NotThePayments(address caller);

    /// @notice Records an order.
    /// @dev Register administrator only.
    function recordOrder(Kind kind, Cause cause, address from, address to, uint32 bonds, bytes32 documentHash) external returns (uint256 id);

    /// @notice Records an order that redirects an amount not yet settled to the person entitled [P-3].
    /// @param index the payment date, counted from 1; 0 is the acceleration
    /// @param from the holder whose line it is
    /// @dev Register administrator only.
    function recordRedirection(uint16 index, Cause cause, address from, address to, bytes32 documentHash) external returns (uint256 id);

    /// @notice Takes a waiting order back.
    /// @dev Register administrator only.
    function withdrawOrder(uint256 id) external;

    /// @notice Stops a waiting order.
    /// @dev Issuer only: the guardian.
    function vetoOrder(uint256 id) external;

    /// @notice Marks the one matching order as executed, or reverts.
    /// @dev The token only.
    function executeOrder(Kind kind, address from, address to, uint256 bonds) external returns (uint256 id, bytes32 documentHash);

    /// @notice Marks the one matching redirection as executed, or reverts.
    /// @dev The payments only.
    function executeRedirection(uint16 index, address from, address to) external returns (uint256 id, bytes32 documentHash);

    /// @notice Order `id`, counted from 1.
    function orderAt(uint256 id) external view returns (Order memory);

    /// @notice How many orders were ever recorded.
    function orderCount() external view returns (uint256);
}
