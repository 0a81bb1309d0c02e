import ImagePullCredentials
import PullDiagnosis

extension Subcommand {
  /// `pullcreds audit`.
  static let audit = Subcommand(
    name: "audit",
    summary: "What is wrong with the pulls of a whole cluster, grouped by cause.",
    usage: ["[-f FILE]… [--at TIME]"],
    about: [
      "Reads Pods, workloads, ServiceAccounts and Secrets as kubectl get -A -o json prints them, in "
        + "any order, and shows what explain would say of each: counts first, worst first, with "
        + "the workloads and the number of Pods concerned; never a password. The input is read "
        + "as it arrives: memory grows with the Secrets, the ServiceAccounts and the workloads "
        + "that differ, not with its length.",
      "Docs/Findings.md describes all findings.",
      "The node's own credentials (config files, credential providers) are not looked at.",
    ],
    options: [.filename, .at, .output],
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
      if let operand = arguments.operands.first {
        throw ArgumentError.unexpectedOperand(
          operand, advice: "write -f FILE", of: arguments.subcommand)
      }
      var audit = ClusterAudit()
      try Input.streamObjects(arguments) { audit.apply($0) }
      let report = AuditReport(report: audit.report(at: now), now: now)
      let output = format == .json ? report.json : Palette.standardOutput.paint(report.text)
      return CommandResult(output, report.status)
    })
}
