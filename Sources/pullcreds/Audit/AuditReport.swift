import ImagePullCredentials
import PullDiagnosis

/// The findings of a cluster, as they are printed.
struct AuditReport: Sendable {
  let report: ClusterAudit.Report
  let now: Timestamp

  /// Success unless a finding says that a pull will or may fail.
  var status: ExitStatus {
    report.groups.contains { $0.severity > .worthKnowing } ? .negative : .success
  }
}
