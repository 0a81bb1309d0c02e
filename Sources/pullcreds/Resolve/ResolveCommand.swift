import ImagePullCredentials
import KubernetesPulls
import NodeCredentials

extension Subcommand {
  /// `pullcreds resolve`.
  static let resolve = Subcommand(
    name: "resolve",
    summary: "The credentials for each image of a Pod, in the order tried.",
    usage: [
      "[pod/NAME | deploy/NAME | …] [-n NAME] [-f FILE]… [--image IMAGE]…",
      "IMAGE… --config FILE",
    ],
    about: [
      "Reads Pods, workloads, ServiceAccounts and Secrets as kubectl get -o json prints them, and "
        + "shows what the kubelet would pull each image of a Pod with: registry key, username, and "
        + "the Secret with the list that names it; never a password. Where the command "
        + "line names no Pod or workload, the only one is meant, or the only Pod that fails to pull. "
        + "A workload stands for the next Pod made "
        + "from its template.",
      "With --config, the keys of a docker config file are looked up instead.",
      "The node's own credentials are looked at only as far as options ask for it: config files "
        + "(--node-root), credential providers, Docker credential helpers. Without these options "
        + "nothing is executed.",
    ],
    options: [.filename, .recursive] + SubjectSelector.options + [.merge, .image, .config]
      + NodeSelector.options + [.output],
    examples: [
      Example(
        purpose: "What can this Pod pull with?",
        command: """
          kubectl get pods,sa,secrets -n payments -o json |
            pullcreds resolve --pod payment-api-7d9f4-xkp2m
          """),
      Example(
        purpose: "Would a Deployment's next Pod be able to pull another image?",
        command: """
          pullcreds resolve -f payments.json --deployment payment-api \\
            --image ghcr.io/example-payments/ledger:2
          """),
      Example(
        purpose: "Which entry of this file matches?",
        command: "pullcreds resolve nginx --config ~/.docker/config.json"),
    ],
    exitStatus: [
      (.success, "Every image has credentials; empty ones do not count."),
      (.negative, "Some image has none."),
      (.unusable, "The arguments or the input cannot be used; the message says where and why."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .output, default: OutputFormat.text)
      let report =
        arguments.has(.config)
        ? try resolveConfigFile(arguments) : try resolveSubject(arguments)
      return CommandResult(format == .json ? report.json : report.text, report.status)
    })
}

extension Option {
  static let merge = Option(
    "merge", value: "RULE",
    help: "How the lists of Pod and ServiceAccount are put together. admission (default) is what a "
      + "cluster does: the ServiceAccount's is copied when a Pod is made whose own is empty, so a "
      + "live Pod's own list is all that counts. union, Pod first, then ServiceAccount, is what "
      + "some client libraries do.")

  static let image = Option(
    "image", value: "IMAGE", isRepeatable: true,
    help: "Show this image only, which need not be one of the Pod's. May be repeated.")

  fileprivate static let config = Option(
    "config", value: "FILE",
    help: "Look IMAGE up in this docker config file, such as ~/.docker/config.json; - for standard "
      + "input.")
}

/// The images of a Pod or workload of the input.
private func resolveSubject(_ arguments: Arguments) throws -> ResolveReport {
  try arguments.allowOperands(
    1, advice: "write --image IMAGE, pod/NAME or -f FILE, or give --config FILE too")
  let selector = try SubjectSelector(arguments, operand: arguments.operands.first)
  let merge = try arguments.choice(of: .merge, default: PullResolution.Merge.admission)
  let images = try arguments.images(arguments.values(of: .image))
  let node = try NodeSelector(arguments)
  let objects = try ObjectInput(arguments).read()
  let selection = try selector.select(from: objects)
  var report = ResolveReport(objects.resolve(selection.subject, merging: merge), only: images)
  report.note = selection.note
  if let node { report.query(node) }
  return report
}

/// The images of the command line, from a docker config file.
private func resolveConfigFile(_ arguments: Arguments) throws -> ResolveReport {
  let others =
    [.filename, .recursive] + SubjectSelector.options + [.merge]
    + NodeSelector.options.filter { $0 != .dockerHelpers }
  if let other = others.first(where: arguments.has) {
    throw ArgumentError.conflict("--config", other.title, of: arguments.subcommand)
  }
  let images = try arguments.images(
    arguments.operands.map(\.text) + arguments.values(of: .image))
  guard !images.isEmpty else {
    throw ArgumentError.missingOperand("IMAGE", of: arguments.subcommand)
  }
  let path = arguments.value(of: .config) ?? "-"
  let config = try Input.dockerConfig(path, of: arguments.subcommand)
  var report = ResolveReport(
    config, file: path == "-" ? "standard input" : "\(word: path)", wanted: images)
  if let node = try NodeSelector(arguments, docker: (config, path)) { report.query(node) }
  return report
}
