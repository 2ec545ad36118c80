// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title What poses as a bond and as its authority, and answers as an attacker wants. Never deployed with a bond.
contract FalseBondHarness {
    bytes private _answer;
    address private _target;
    bytes private _data;

    error NotEntered(bytes4 selector);

    /// @notice To everything but {canCall} it answers `answer`, as it stands.
    function answerWith(bytes calldata answer) external {
        _answer = answer;
    }

    /// @notice Asked whether somebody may call, it first makes this call itself.
    function enterWith(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    /// @notice Everybody may call everything, once its own call got through.
    function canCall(address, address, bytes4 selector) external returns (bool, uint32) {
        if (_target != address(0)) {
            // solhint-disable-next-line avoid-low-level-calls
            (bool entered, ) = _target.call(_data);
            if (!entered) revert NotEntered(selector);
        }
        return (true, 0);
    }

    // solhint-disable-next-line payable-fallback, no-complex-fallback
    fallback(bytes calldata) external returns (bytes memory) {
        return _answer;
    }
}
