// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title What a wallet or an issuer's system of the ibet network reads of a bond
/// @notice Asked at the token's own address. Names, types and formats are those that such a system expects of a straight bond; what it reads of every
/// token besides (`name`, `symbol`, `totalSupply`, `balanceOf`, `isRedeemed`) the token answers itself. Nothing here can be set: it follows from
/// the terms and from how the bond stands. What this bond has no counterpart for is zero, empty or false.
interface IIbetListing {
    // ---- the issuer

    /// @notice The issuer's account [I-1].
    function owner() external view returns (address);

    /// @notice Empty: whom to ask is part of the terms at the issuer's head office [N-2].
    function contactInformation() external view returns (string memory);

    /// @notice Empty: no personal data is on the ledger [R-1].
    function privacyPolicy() external view returns (string memory);

    /// @notice Empty: what the money is for stands in the ledger of the proceeds [G-1].
    function purpose() external view returns (string memory);

    /// @notice Empty.
    function memo() external view returns (string memory);

    // ---- the terms

    /// @notice The denomination of one bond, in yen [I-2].
    function faceValue() external view returns (uint256);

    /// @notice The currency of {faceValue}: JPY.
    function faceValueCurrency() external view returns (string memory);

    /// @notice The yearly rate, in percent times 10^4, that is in parts per million: 5980 is 0.598 % [I-4].
    function interestRate() external view returns (uint256);

    /// @notice The currency of the interest: JPY [P-7].
    function interestPaymentCurrency() external view returns (string memory);

    /// @notice The nominal payment days of a year [I-4], ascending, as a JSON object of the keys interestPaymentDate1 and, if the bond has a second
    /// date, interestPaymentDate2, each MMDD. A day that not every year has stands as the latest on which this bond pays in that month: 0229 means
    /// the last day of February [P-2]. Bank holidays move the payment and not this day [P-4].
    function interestPaymentDate() external view returns (string memory);

    /// @notice The maturity, YYYYMMDD [I-6]; of an accelerated bond too [D-1].
    function redemptionDate() external view returns (string memory);

    /// @notice What is repaid on one bond at maturity, in yen: its face [I-6].
    function redemptionValue() external view returns (uint256);

    /// @notice The currency of {redemptionValue}: JPY [P-7].
    function redemptionValueCurrency() external view returns (string memory);

    /// @notice Empty: everything is in yen.
    function baseFXRate() external view returns (string memory);

    /// @notice Empty: the bond gives nothing but principal and interest.
    function returnDate() external view returns (string memory);

    /// @notice Empty: the bond gives nothing but principal and interest.
    function returnAmount() external view returns (string memory);

    // ---- how it stands

    /// @notice Always true: no exchange handles the bond, so none is told to stop.
    function status() external view returns (bool);

    /// @notice Whether a plain transfer is open at this moment to anybody at all: false before the issue, in a closed window [T-1], from
    /// redemption or acceleration on [D-1], and while the issuer does not designate plain transfers [T-3].
    /// What holds for one account alone [T-2] is asked with ERC-1404.
    function transferable() external view returns (bool);

    /// @notice Whether investors may apply today, through the dealer [I-5, I-10].
    function isOffering() external view returns (bool);

    /// @notice Always false: nobody approves transfers one by one.
    function transferApprovalRequired() external view returns (bool);

    /// @notice Always false: the dealer opens accounts, see {personalInfoAddress}.
    function requirePersonalInfoRegistered() external view returns (bool);

    /// @notice Zero: holder data is kept off the ledger, its commitments in the bond's own registry [R-1].
    function personalInfoAddress() external view returns (address);

    /// @notice Zero: no contract holds the bond, an exchange's neither [T-4].
    function tradableExchange() external view returns (address);

    /// @notice Always 0: bonds stay in the account until the register is rewritten [T-6].
    function pendingTransfer(address account) external view returns (uint256);

    /// @notice Always 0: nothing is locked in favour of another [T-4].
    function lockedOf(address lockAddress, address account) external view returns (uint256);
}
