import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis

extension AuditReport {
  /// The report for a person: how often each kind of finding is there, then the causes
  /// of those that make pulls fail.
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
    // Pods that nobody controls are their own workloads.
    return cause.workloads.allSatisfy { $0.kind == "Pod" }
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
