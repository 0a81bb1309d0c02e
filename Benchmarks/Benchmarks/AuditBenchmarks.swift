import Foundation
import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import ImagePullCredentialsTesting

/// `audit/cluster`: from a cluster's text, in pieces as from a pipe, to the findings by cause.
///
/// To measure the command with `/usr/bin/time -v`, at 10,000 Pods:
///
///     Benchmarks --write-cluster 10000 > cluster.json
///     pullcreds audit < cluster.json
enum AuditBenchmarks {
  static func run(_ suite: inout Suite) throws {
    guard suite.wants("audit/cluster") else { return }
    var json: [UInt8] = []
    cluster(pods: 1_000).write { json += Array($0.utf8) }
    let report = try audit(json)
    try require(report.podCount == 1_000, "\(report.podCount) Pods, not 1,000")
    let failing = report.groups.filter { $0.severity == .willFail }.map(\.code)
    try require(
      failing == [.registryMismatch, .wrongSecretType, .otherNamespace], "\(failing) were found")
    suite.run("audit/cluster", operations: 1, bytes: json.count) {
      (try? audit(json))?.groups.count ?? 0
    }
  }

  /// Prints a cluster.
  static func writeCluster(pods: Int) {
    cluster(pods: pods).write { FileHandle.standardOutput.write(Data($0.utf8)) }
  }

  private static func cluster(pods: Int) -> ClusterGenerator {
    ClusterGenerator(pods: pods, secrets: pods / 5, namespaces: max(1, pods / 50))
  }

  private static func audit(_ json: [UInt8]) throws -> ClusterAudit.Report {
    var audit = ClusterAudit()
    var stream = ObjectStream(defaultNamespace: "default")
    for start in stride(from: 0, to: json.count, by: pieceSize) {
      let piece = json.span.extracting(start..<min(start + pieceSize, json.count))
      try stream.append(piece) { audit.apply($0) }
    }
    try stream.finish { audit.apply($0) }
    return audit.report(at: Timestamp(secondsSince1970: 1_795_165_512))
  }

  private static let pieceSize = 1 << 16
}
