// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";
import {Yen} from "../types/Yen.sol";

/// @title Loss of the benefit of time, and security given to other bonds [D-1, D-2]
/// @notice The bond falls due by the event itself: no grace period, declaration or vote. Here the event is recorded, with evidence. At that moment
/// the register is read and transfers stop; principal and interest through the day of the event are due as payment date 0.
interface IBondDefaults {
    /// @notice Accelerated from the record of an event until all that fell due with it is settled or failed.
    enum Standing {
        Performing,
        Accelerated,
        Settled
    }

    /// @notice What happened, by the six grounds of D-1. What is no ground is no fact here: lateness alone with borrowed money, dissolution by
    /// merger, or a breach of the second sentence of D-2.
    enum Fact {
        TermsBreached, // (1) P-1 to P-6
        SecurityWithheld, // (2) the first sentence of D-2
        OtherBondAccelerated, // (3)
        OtherBondUnpaid, // (3) not paid when due
        DebtAccelerated, // (4) borrowed money other than bonds
        GuaranteeUnperformed, // (4) given for a third party, and called
        ProceedingsPetitioned, // (5) bankruptcy, civil rehabilitation or corporate reorganisation, by the issuer
        DissolutionResolved, // (5) not by merger
        ProceedingsOpened, // (6) one of those three, by a court
        SpecialLiquidationOrdered // (6)
    }

    /// @notice Which other bond was given security. Only the first kind binds the issuer to secure this bond as well [D-2].
    enum SecuredBond {
        UnsecuredInJapan,
        IssuedAbroad,
        WithShareOptions,
        WithBondManager
    }

    /// @notice The event that accelerated the bond.
    /// @param debtsYen the total of those debts, converted to yen, for ground 4; else zero
    /// @param securityId the security that this bond was not given, for ground 2; else zero
    struct DefaultEvent {
        Fact fact;
        JstDay eventDay;
        Yen debtsYen;
        uint32 securityId;
        bytes32 evidenceHash;
    }

    /// @notice Security that the issuer gave to another bond, and what it did for this one; a day of zero means not yet.
    struct Security {
        SecuredBond bond;
        JstDay givenDay;
        JstDay sameRankDay;
        JstDay formalitiesDay;
        bytes32 documentHash;
    }

    /// @notice The benefit of time was lost on `eventDay`, on ground `ground` (1 to 6) [D-1].
    event BenefitOfTimeLost(uint8 indexed ground, Fact fact, JstDay indexed eventDay, Yen debtsYen, uint32 securityId, bytes32 evidenceHash);
    /// @notice The event of `eventDay` was recorded in error, as a document shows: the bond performs [D-1].
    event EventAnnulled(JstDay indexed eventDay, bytes32 documentHash);
    /// @notice Another bond was given security; `binding` says whether this bond must be given the same [D-2].
    event SecurityGiven(uint32 indexed id, SecuredBond bond, JstDay givenDay, bool binding, bytes32 documentHash);
    /// @notice This bond was given security of the same rank [D-2].
    event SameRankGiven(uint32 indexed id, JstDay day, bytes32 documentHash);
    /// @notice Registration, other formalities and public notice are complete [D-2].
    event FormalitiesCompleted(uint32 indexed id, JstDay day, bytes32 documentHash);
    /// @notice Damages for delay, which follow the law: recorded, not computed [D-1].
    event DamagesRecorded(Yen amountYen, bytes32 documentHash);

    /// @notice The bond is accelerated already, by the event itself and once.
    error AlreadyAccelerated(JstDay eventDay);
    /// @notice The bond is performing.
    error NotAccelerated();
    /// @notice The day of the event must lie from the closing day through today, and before maturity.
    error EventDayOutOfRange(JstDay eventDay, JstDay closingDay, JstDay today, JstDay maturityDay);
    /// @notice Ground 4 needs debts of more than `threshold` yen in total; other facts have none.
    error DebtsNotCounted(Fact fact, Yen debtsYen, Yen threshold);
    /// @notice Ground 2 needs a binding security that this bond was not given by the day of the event; other facts name none.
    error NoSuchBreach(Fact fact, uint32 securityId, JstDay eventDay);
    /// @notice There is no security `id`.
    error NoSuchSecurity(uint32 id);
    /// @notice This step was recorded already, or comes before another.
    error SecurityOutOfOrder(uint32 id, JstDay sameRankDay, JstDay formalitiesDay);
    /// @notice A day to be recorded lies from the one it follows, `from`, through today, `to`.
    error DayOutOfRange(JstDay day, JstDay from, JstDay to);
    /// @notice A record rests on a document, named by its hash.
    error EvidenceMissing();

    /// @notice Records the event by which the issuer lost the benefit of time; the register is read at this moment, and transfers stop [D-1].
    /// @dev Register administrator only.
    function recordEvent(DefaultEvent calldata defaultEvent) external;

    /// @notice Annuls an event that was recorded in error, until the register is read for its payment: a record takes effect at once, so a wrong
    /// one must not be for good [D-1].
    /// @dev Administrator only, after its delay, in which the issuer may object.
    function annulEvent(bytes32 documentHash) external;

    /// @notice Records that the issuer gave security to another bond [D-2].
    /// @dev Register administrator only.
    function recordSecurity(SecuredBond bond, JstDay givenDay, bytes32 documentHash) external returns (uint32 id);

    /// @notice Records that this bond was given security of the same rank [D-2].
    /// @dev Register administrator only.
    function recordSameRank(uint32 id, JstDay day, bytes32 documentHash) external;

    /// @notice Records that the formalities and the public notice are complete [D-2].
    /// @dev Register administrator only.
    function recordFormalities(uint32 id, JstDay day, bytes32 documentHash) external;

    /// @notice Records damages for delay [D-1].
    /// @dev Register administrator only.
    function recordDamages(Yen amountYen, bytes32 documentHash) external;

    /// @notice How the bond stands.
    function standing() external view returns (Standing);

    /// @notice The event that accelerated the bond, or zeros.
    function defaultEvent() external view returns (DefaultEvent memory);

    /// @notice The ground of D-1 to which a fact belongs, 1 to 6.
    function groundOf(Fact fact) external pure returns (uint8);

    /// @notice Security `id`, counted from 1.
    function securityAt(uint32 id) external view returns (Security memory);

    /// @notice How many securities were recorded.
    function securityCount() external view returns (uint32);
}
