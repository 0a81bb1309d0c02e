import ImagePullCredentials
import KubernetesPulls
import NodeCredentials
import PullDiagnosis

extension Subcommand {
  /// `pullcreds explain`.
  static let explain = Subcommand(
    name: "explain",
    summary: "Why a Pod's pulls get no credential, or the wrong one, and what to do.",
    usage: ["[pod/NAME | deploy/NAME | NAME] [-n NAME] [-f FILE]… [--image IMAGE]…"],
    about: [
      "Reads Pods, workloads, ServiceAccounts and Secrets as kubectl get -o json prints them. First "
        + "come the findings, most decisive first, each with what to do; then what the kubelet does: "
        + "the Pod's list, the ServiceAccount's, each Secret, each registry key; never a password. "
        + "Events and ExternalSecrets in the input are used too. Where the command line names no Pod "
        + "or workload, the only one is meant, or the only Pod that fails to pull.",
      "Docs/Findings.md describes all findings.",
      "The node's own credentials (config files, credential providers) are looked at only as far as "
        + "options ask for it. Without these options nothing is executed.",
    ],
    options: [.filename, .recursive] + SubjectSelector.options + [.image, .at]
      + NodeSelector.options + NodeImageAccess.options + [.output],
    examples: [
      Example(
        purpose: "Why is this Pod in ImagePullBackOff?",
        command: """
          kubectl get pods,deployments,sa,secrets,events -n payments -o json |
            pullcreds explain pod/payment-api-7d9f4-xkp2m
          """),
      Example(
        purpose: "Will tonight's deployment be able to pull?",
        command: """
          pullcreds explain -f payments.json deploy/payment-api \\
            --at 2026-11-20T22:00:00Z
          """),
    ],
    exitStatus: [
      (.success, "No finding says that a pull will or may fail."),
      (.negative, "Some finding does."),
      (.unusable, "The arguments or the input cannot be used; the message says where and why."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .output, default: OutputFormat.text)
      try arguments.allowOperands(1, advice: "write --image IMAGE or -f FILE")
      let selector = try SubjectSelector(arguments, operand: arguments.operands.first)
      let images = try arguments.images(arguments.values(of: .image))
      let now = try arguments.time()
      let node = try NodeSelector(arguments)
      let access = try NodeImageAccess(arguments)
      let objects = try ObjectInput(arguments).read()
      let selection = try selector.select(from: objects)
      let report = ExplainReport(
        objects.resolve(selection.subject, merging: .admission), in: Cluster(objects),
        note: selection.note, only: images, at: now, asking: node, access: access)
      let output = format == .json ? report.json : Palette.standardOutput.paint(report.text)
      return CommandResult(output, report.status)
    })
}
