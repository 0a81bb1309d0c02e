import ImagePullCredentials
import PullDiagnosis

extension AuditReport {
  /// The report for a person, at 80 columns: how often each kind of finding is there, then the causes
  /// of those that make pulls fail.
  var text: String {
    var page = TextPage()
    page.line(
      [
        count(report.podCount, "Pod"), count(report.workloadCount, "workload"),
        count(report.imageCount, "image"), count(report.secretCount, "Secret"),
      ].joined(separator: ", "))
    page.line("at \(now)")
    page.blank()
    guard !report.groups.isEmpty else {
      page.line("Nothing wrong was found.")
      return page.text
    }
    page.line("    Pods  workloads")
    for group in report.groups {
      let pods = grouped(group.podCount).leftPadded(to: 8)
      let workloads = grouped(group.workloads.count).leftPadded(to: 9)
      page.line("\(pods)  \(workloads)  \(group.severity): \(group.code)")
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
    line("\(group.severity): \(group.code)")
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
    paragraph(
      "\(count(cause.podCount, "Pod")) of \(names(of: cause.workloads))", indent: 2, hanging: 2)
    paragraph(cause.finding.problem, indent: 4)
    if let message = cause.finding.messages.first {
      paragraph("The cluster says: \(message)", indent: 4, hanging: 2)
    }
    paragraph("→ \(cause.finding.advice)", indent: 4, hanging: 2)
    if let command = cause.finding.shellCommand { self.command(command, indent: 4) }
  }

  private func names(of workloads: [WorkloadOwner]) -> String {
    let names = workloads.prefix(Self.workloadLimit).map {
      "\($0.kind) \($0.namespace)/\($0.name)"
    }
    let rest = workloads.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " and \(grouped(rest)) more" : "")
  }
}

/// Such as `1,200 Pods`.
private func count(_ count: Int, _ noun: String) -> String {
  "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}

/// `number` with commas between thousands.
private func grouped(_ number: Int) -> String {
  let digits = Array(String(number))
  return String(
    digits.enumerated().flatMap { index, digit -> [Character] in
      let left = digits.count - index
      return index > 0 && left % 3 == 0 ? [",", digit] : [digit]
    })
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
