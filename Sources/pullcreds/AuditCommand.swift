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
      return CommandResult(report, in: format)
    })
}

extension Option {
  fileprivate static let auditNamespace = Option(
    "namespace", short: "n", value: "NAMESPACE",
    help: "Look at the Pods and workloads of this namespace only.")
}

extension KubernetesObject {
  /// Whether it matters for an audit of a namespace, or of all. Secrets of other namespaces do: a
  /// missing one may be copied from there.
  fileprivate func isToBeAudited(in namespace: String?) -> Bool {
    guard let namespace, let subject else { return true }
    return subject.metadata.namespace.utf8.elementsEqual(namespace.utf8)
  }
}

/// The report of a cluster's findings.
struct AuditReport: Report, Sendable {
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
    var (room, rows) = (ReportRoom(), ReportRoom())
    return SafeText(jsonObject: { writer in
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
        writer.member(
          "causes", objects: group.causes, count: group.causes.count, more: "moreCauses", in: &room
        ) { $0.members(of: $1, in: &rows) }
      }
      writer.member("notExamined", strings: NotExamined.things(files: false, providers: false))
    })
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
    member("messages", strings: cause.finding.messages)
    member("problem", cause.finding.problem)
    member("advice", cause.finding.advice)
    member("command", cause.finding.command)
  }
}

// MARK: - Text

extension AuditReport {
  /// The report for people: how often each kind of finding occurs, then the causes of failing
  /// pulls.
  var text: SafeText {
    var page = TextPage()
    page.line(
      [
        count(report.podCount, "Pod"), count(report.workloadCount, "workload"),
        count(report.imageCount, "image"), count(report.secretCount, "Secret"),
      ].joined(separator: ", "))
    page.line("at \(word: now.description)")
    page.blank()
    guard !report.groups.isEmpty else {
      page.line("Nothing wrong was found.")
      return page.text
    }
    page.line("    Pods  workloads")
    for group in report.groups {
      let pods = grouped(group.podCount)
      let workloads = grouped(group.workloads.count)
      page.line(
        .spaces(8 - pods.width) + pods + .spaces(11 - workloads.width) + workloads
          + "  \(heading(of: group))")
    }
    for group in report.groups where group.severity > .worthKnowing {
      page.blank()
      page.add(group)
    }
    page.blank()
    page.paragraph(
      "pullcreds explain shows each step for one workload; Docs/Findings.md describes the findings. "
        + "Node credentials, credential providers and mirrors were not examined.")
    return page.text
  }
}

extension TextPage {
  /// The most causes of a kind that are shown.
  private static let causeLimit = 5
  /// The most workloads of a cause that are named.
  private static let workloadLimit = 3

  fileprivate mutating func add(_ group: ClusterAudit.Group) {
    line(heading(of: group))
    let causes = group.causes
    for cause in causes.prefix(Self.causeLimit) {
      blank()
      add(cause)
    }
    let rest = causes.dropFirst(Self.causeLimit)
    guard !rest.isEmpty else { return }
    blank()
    let pods = rest.reduce(0) { $0 + $1.podCount }
    line("and \(grouped(rest.count)) more like these, of \(count(pods, "Pod"))", indent: 2)
  }

  private mutating func add(_ cause: ClusterAudit.Cause) {
    paragraph(title(of: cause), indent: 2, hanging: 2)
    paragraph(cause.finding.problemText, indent: 4)
    if let message = cause.finding.messages.first { add(message: message, indent: 4) }
    paragraph("→ \(cause.finding.adviceText)", indent: 4, hanging: 2)
    if let command = cause.finding.shellCommand { self.command(command, indent: 4) }
  }

  /// Such as `12 Pods of Deployment shop/api`, `Pod shop/debug`.
  private func title(of cause: ClusterAudit.Cause) -> SafeText {
    let names = cause.workloads.prefix(Self.workloadLimit).map {
      "\(word: $0.kind) \(name: $0.namespace)/\(name: $0.name)" as SafeText
    }
    let rest = cause.workloads.count - names.count
    let all = names.joined(separator: ", ") + (rest > 0 ? " and \(grouped(rest)) more" : "")
    // Pods without a controller are their own workloads, and a template may have no Pods.
    return cause.podCount == 0 || cause.workloads.allSatisfy { $0.kind == "Pod" }
      ? all : "\(count(cause.podCount, "Pod")) of \(all)"
  }
}

private func heading(of group: ClusterAudit.Group) -> SafeText {
  "\(sentence: group.severity.description): \(word: group.code.description)"
}

/// Such as `1,200 Pods`.
func count(_ count: Int, _ noun: SafeText) -> SafeText {
  "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}

/// `number` with commas between thousands.
private func grouped(_ number: Int) -> SafeText {
  let digits = Array(String(number))
  let grouped = digits.enumerated().flatMap { index, digit -> [Character] in
    let left = digits.count - index
    return index > 0 && left % 3 == 0 ? [",", digit] : [digit]
  }
  return "\(word: String(grouped))"
}
