import ImagePullCredentials
import KubernetesPulls

extension Subcommand {
  /// `pullcreds export`.
  static let export = Subcommand(
    name: "export",
    summary: "A Pod's credentials as a docker config file, to try them by hand.",
    usage: [
      "[pod/NAME | deploy/NAME | …] [-n NAME] [-f FILE]… [--image IMAGE]… [--nth N] "
        + "[--to FILE]"
    ],
    about: [
      "Reads what pullcreds resolve reads, and writes the credential that the kubelet would try "
        + "first for each image of a Pod, or with --nth another of an image's, to a docker config "
        + "file: for --authfile of skopeo and podman, or as config.json in docker's --config "
        + "directory. Such a file holds one credential for each registry; each is written under "
        + "the key that all these programs use for it, whatever the key in the Secret.",
      "FILE is replaced, and only its owner may read it (mode 0600). Then the credentials of each "
        + "image are listed in the order tried, without passwords. Without --to the file goes to "
        + "standard output, if that is not a terminal.",
    ],
    options: [.filename, .recursive] + SubjectSelector.options + [
      .merge, .exportedImage, .nth, .to,
    ],
    examples: [
      Example(
        purpose: "Would the registry take what the Pod has?",
        command: """
          kubectl get pods,sa,secrets -n payments -o json |
            pullcreds export --pod payment-api-7d9f4-xkp2m --to auth.json
          skopeo inspect --authfile auth.json docker://ghcr.io/example/app:1
          """),
      Example(
        purpose: "And the one that is tried next?",
        command: """
          pullcreds export -f payments.json --image ghcr.io/example/app:1 \\
            --nth 2 --to auth.json
          """),
    ],
    exitStatus: [
      (.success, "The credentials of every image are written."),
      (.negative, "Some image has none; if none has, nothing is written."),
      (.unusable, "The arguments, the input or FILE cannot be used; nothing is written."),
    ],
    run: { arguments throws in
      let plan = try exportPlan(arguments)
      let status: ExitStatus = plan.isComplete ? .success : .negative
      guard !plan.entries.isEmpty else {
        return CommandResult(arguments.has(.to) ? plan.text(path: nil) : "", .negative)
      }
      guard let path = arguments.value(of: .to) else {
        return CommandResult(secret: plan.document, status)
      }
      try SecretFile.write(plan.document, to: path)
      return CommandResult(plan.text(path: path), status)
    })
}

extension Option {
  fileprivate static let exportedImage = Option(
    "image", value: "IMAGE", isRepeatable: true,
    help: "Write this image's credential only; it need not be one of the Pod's. May be repeated.")

  fileprivate static let nth = Option(
    "nth", value: "N",
    help: "Write the credential that is tried as the Nth, from 1. For one image only.")

  fileprivate static let to = Option(
    "to", value: "FILE", help: "Write this file, mode 0600.")
}

private func exportPlan(_ arguments: Arguments) throws -> ExportPlan {
  try arguments.allowOperands(
    1, advice: "write --image IMAGE, pod/NAME, -f FILE or --to FILE")
  let selector = try SubjectSelector(arguments, operand: arguments.operands.first)
  let merge = try arguments.choice(of: .merge, default: PullResolution.Merge.admission)
  let wanted = try arguments.images(arguments.values(of: .exportedImage))
  let number = try arguments.value(of: .nth).map { text throws in
    guard let number = Int(text), number > 0 else { throw ExportError.notANumber }
    return number
  }
  let objects = try ObjectInput(arguments).read()
  let selection = try selector.select(from: objects)
  if let note = selection.note { arguments.warnings.add("taken: \(selection.subject), \(note)") }
  return try ExportPlan(
    objects.resolve(selection.subject, merging: merge), only: wanted, number: number)
}
