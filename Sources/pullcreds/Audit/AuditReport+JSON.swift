import ImagePullCredentials
import PullDiagnosis

extension AuditReport {
  /// The report for programs. The members are described in Docs/Command.md and are stable.
  var json: String {
    var writer = JSONWriter(.indented(2))
    writer.beginObject()
    writer.member("at", "\(now)")
    writer.member("pods", report.podCount)
    writer.member("workloads", report.workloadCount)
    writer.member("images", report.imageCount)
    writer.member("secrets", report.secretCount)
    writer.member("groups", objects: report.groups) { writer, group in
      writer.member("code", group.code.description)
      writer.member("severity", group.severity.code)
      writer.member("pods", group.podCount)
      writer.member("workloads", group.workloads.count)
      writer.member("causes", objects: group.causes) { $0.members(of: $1) }
    }
    writer.name("notExamined")
    writer.strings(NotExamined.things(files: false, providers: false))
    writer.endObject()
    return writer.text + "\n"
  }
}

extension JSONWriter {
  fileprivate mutating func members(of cause: ClusterAudit.Cause) {
    member("severity", cause.finding.severity.code)
    member("pods", cause.podCount)
    member("workloads", objects: cause.workloads) { writer, workload in
      writer.member("kind", workload.kind)
      writer.member("namespace", workload.namespace)
      writer.member("name", workload.name)
    }
    name("images")
    strings(cause.images)
    name("messages")
    strings(cause.finding.messages)
    member("problem", cause.finding.problem)
    member("advice", cause.finding.advice)
    member("command", cause.finding.command)
  }
}
