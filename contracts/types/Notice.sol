// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice What a notice is about: anything, a meeting [M-1], the loss of the benefit of time [D-1], or security that was created [D-2].
enum NoticeKind {
    General,
    Meeting,
    Acceleration,
    Security
}

/// @notice How a notice goes to one holder. Electronic needs his consent.
enum Channel {
    Post,
    Electronic,
    InPerson
}

/// @notice What became of a notice to one holder. What came back may be sent again; what arrived has arrived.
enum DeliveryState {
    None,
    Sent,
    Delivered,
    Returned
}

/// @notice How a notice goes to everybody: electronic public notice, or the newspaper that the articles name if an accident prevents that [N-1].
enum PublicChannel {
    Electronic,
    Newspaper
}
