import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis

extension Subcommand {
  /// `pullcreds audit`.
  static let audit = Subcommand(
    name: "audit",
    summary: "What is wrong with the pulls of a whole cluster, grouped by cause.",
    usage: ["[-n NAMESPACE] [-f FILE]… [--at TIME]"],
    about: [
      "Reads Pods, workloads, ServiceAccounts and Secrets as kubectl get -A -o json prints them, in "
        + "any order, and shows what explain would say of each: counts first, worst first, with "
        + "the workloads and the number of Pods concerned; never a password. The input is read "
        + "as it arrives: memory grows with the Secrets, the ServiceAccounts and the workloads "
        + "that differ, not with its length.",
      "Docs/Findings.md describes all findings.",
      "The node's own credentials (config files, credential providers) are not looked at.",
    ],
    options: [.auditNamespace, .filename, .recursive, .at, .output],
    examples: [
      Example(
        purpose: "The whole cluster",
        command: "kubectl get pods,deployments,sa,secrets -A -o json | pullcreds audit")
    ],
    exitStatus: [
      (.success, "No finding says that a pull will or may fail."),
      (.negative, "Some finding does."),
      (.unusable, "The arguments or the input cannot be used; the message says where and why."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .output, default: OutputFormat.text)
      let now = try arguments.time()
      try arguments.allowOperands(advice: "write -f FILE")
      var audit = ClusterAudit()
      let namespace = arguments.value(of: .namespace)
      try ObjectInput(arguments).stream(into: &audit) { audit, event in
        if event.object?.isToBeAudited(in: namespace) ?? false { audit.apply(event) }
      }
      let report = AuditReport(report: audit.report(at: now), now: now)
      let output = format == .json ? report.json : Palette.standardOutput.paint(report.text)
      return CommandResult(output, report.status)
    })
}

extension Option {
  fileprivate static let auditNamespace = Option(
    "namespace", short: "n", value: "NAMESPACE",
    help: "Look at the Pods and workloads of this namespace only.")
}

extension KubernetesObject {
  /// Whether it matters to an audit of a namespace, or of all. Secrets of other namespaces do: they tell
  /// where one that is missing can be copied from.
  fileprivate func isToBeAudited(in namespace: String?) -> Bool {
    guard let namespace, let subject else { return true }
    return subject.metadata.namespace.utf8.elementsEqual(namespace.utf8)
  }
}

/// The findings of a cluster, as they are printed.
struct AuditReport: Sendable {
  let report: ClusterAudit.Report
  let now: Timestamp

  /// Success unless a finding says that a pull will or may fail.
  var status: ExitStatus {
    report.groups.contains { $0.severity > .worthKnowing } ? .negative : .success
  }
}

// MARK: - JSON

extension AuditReport {
  /// The report for programs. The members are described in Docs/Command.md and are stable.
  var json: SafeText {
    var writer = JSONWriter(.indented(2))
    writer.beginObject()
    writer.member("at", "\(now)")
    writer.member("pods", report.podCount)
    writer.member("workloads", report.workloadCount)
    writer.member("images", report.imageCount)
    writer.member("secrets", report.secretCount)
    var (room, rows) = (ReportRoom(), ReportRoom())
    writer.member("groups", objects: report.groups) { writer, group in
      writer.member("code", group.code.description)
      writer.member("severity", group.severity.code)
      writer.member("pods", group.podCount)
      writer.member("workloads", group.workloads.count)
      writer.member(
        "causes", objects: group.causes, count: group.causes.count, more: "moreCauses", in: &room
      ) { $0.members(of: $1, in: &rows) }
    }
    writer.name("notExamined")
    writer.strings(NotExamined.things(files: false, providers: false))
    writer.endObject()
    return SafeText(json: writer.text + "\n")
  }
}

extension JSONWriter {
  fileprivate mutating func members(of cause: ClusterAudit.Cause, in room: inout ReportRoom) {
    member("severity", cause.finding.severity.code)
    member("pods", cause.podCount)
    member(
      "workloads", objects: cause.workloads, count: cause.workloads.count,
      more: "moreWorkloads", in: &room
    ) { writer, workload in
      writer.member("kind", workload.kind)
      writer.member("namespace", workload.namespace)
      writer.member("name", workload.name)
    }
    member(
      "images", strings: cause.images.map(ImageReference.displayText), more: "moreImages",
      in: &room)
    name("messages")
    strings(cause.finding.messages)
    member("problem", cause.finding.problem)
    member("advice", cause.finding.advice)
    member("command", cause.finding.command)
  }
}
