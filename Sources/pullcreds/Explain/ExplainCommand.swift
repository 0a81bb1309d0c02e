import ImagePullCredentials
import NodeCredentials
import PullDiagnosis

extension Subcommand {
  /// `pullcreds explain`.
  static let explain = Subcommand(
    name: "explain",
    summary: "Why a Pod's pulls get no credential, or the wrong one, and what to do.",
    usage: ["[--pod NAME | --deployment NAME | …] [-n NAME] [-f FILE]… [--image IMAGE]…"],
    about: [
      "Reads Pods, workloads, ServiceAccounts and Secrets as kubectl get -o json prints them, and "
        + "goes the way of the kubelet: the Pod's list, the ServiceAccount's, each Secret, each "
        + "registry key. Then come the findings, most decisive first, each with what to do; never a "
        + "password. Events and ExternalSecrets in the input are used too. Without --pod and its "
        + "like the input must hold just one Pod or workload.",
      "Docs/Findings.md describes all findings.",
      "The node's own credentials (config files, credential providers) are looked at only as far as "
        + "options ask for it. Without these options nothing is executed.",
    ],
    options: [.filename] + SubjectSelector.options + [.image, .at] + NodeSelector.options
      + NodeImageAccess.options + [.output],
    examples: [
      Example(
        purpose: "Why is this Pod in ImagePullBackOff?",
        command: """
          kubectl get pods,deployments,sa,secrets,events -n payments -o json |
            pullcreds explain --pod payment-api-7d9f4-xkp2m
          """),
      Example(
        purpose: "Will tonight's deployment be able to pull?",
        command: """
          pullcreds explain -f payments.json --deployment payment-api \\
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
      let selector = try SubjectSelector(arguments)
      let images = try arguments.images(arguments.values(of: .image))
      let now = try arguments.time()
      if let operand = arguments.operands.first {
        throw ArgumentError.unexpectedOperand(
          operand, advice: "write --pod NAME, --image IMAGE or -f FILE", of: arguments.subcommand)
      }
      let node = try NodeSelector(arguments)
      let access = try NodeImageAccess(arguments)
      let objects = try Input.objects(arguments)
      let subject = try selector.select(from: objects)
      let report = ExplainReport(
        objects.resolve(subject, merging: .admission), in: Cluster(objects), only: images, at: now,
        asking: node, access: access)
      let output = format == .json ? report.json : Palette.standardOutput.paint(report.text)
      return CommandResult(output, report.status)
    })
}
