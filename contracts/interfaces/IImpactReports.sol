// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IImpactAttestation, IImpactSnapshotLog, IMethodologyVersioning} from "./IImpactSnapshotLog.sol";

/// @title Published impact figures that equal the ledger [E-2, E-4]
/// @notice An ERC-8329 log whose subjects are the facilities of the impact registry. A figure is of a Japan month or a Japanese fiscal year and must
/// equal what the active records give at that moment. When a record of its period is added, superseded or revalued later, it is stale until a
/// correction says what is so now. The indicators are described in docs/indicators.md.
/// @dev The recorder of the facility's bond reports and corrects what he reported; its issuer corrects any figure. The reviewer attests. The issuer
/// replaces methodologies.
interface IImpactReports is IMethodologyVersioning, IImpactSnapshotLog, IImpactAttestation {
    /// @notice A figure and whether it is stale.
    struct Figure {
        uint256 snapshotIndex;
        bool stale;
        IndicatorSnapshot snapshot;
    }

    /// @notice A facility of this kind has no such indicator.
    error IndicatorUnknown(bytes32 facilityId, bytes32 indicatorId);
    /// @notice The indicator comes in `unit` with `decimals` digits, and not in `givenUnit` with `givenDecimals`.
    error UnitDiffers(bytes32 facilityId, bytes32 indicatorId, bytes32 unit, uint8 decimals, bytes32 givenUnit, uint8 givenDecimals);
    /// @notice A figure is of a Japan month, or of a fiscal year from 1 April through 31 March, in seconds since 1970.
    error NotAMonthOrFiscalYear(uint64 periodStart, uint64 periodEnd);
    /// @notice No hour of the period has a record.
    error PeriodWithoutRecord(bytes32 facilityId, uint64 periodStart, uint64 periodEnd);
    /// @notice The active records give `expected`, and not `given`.
    error FigureDiffers(bytes32 facilityId, bytes32 indicatorId, int256 expected, int256 given);

    /// @notice What the active records give for an indicator over a period, as {recordSnapshot} wants it. Reverts as it would.
    function expectedFigure(
        bytes32 facilityId,
        bytes32 indicatorId,
        uint64 periodStart,
        uint64 periodEnd
    ) external view returns (int256 value, uint8 decimals, bytes32 unit);

    /// @notice Whether snapshot `snapshotIndex` no longer stands for what the active records give: a record of its period was added, superseded or
    /// revalued since, or the snapshot was corrected.
    function isStale(bytes32 facilityId, uint256 snapshotIndex) external view returns (bool);

    /// @notice Figures `offset` to `offset` + `limit` - 1 of a facility.
    function figuresAt(bytes32 facilityId, uint256 offset, uint256 limit) external view returns (Figure[] memory);
}
