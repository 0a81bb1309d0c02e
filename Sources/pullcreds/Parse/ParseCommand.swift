import ImagePullCredentials

extension Subcommand {
  /// `pullcreds parse`.
  static let parse = Subcommand(
    name: "parse",
    summary: "The parts of image references.",
    usage: ["IMAGE… [-o text|json]"],
    about: [
      "Parses each IMAGE as container engines and the kubelet do, and shows its registry, "
        + "repository, tag and digest, its normalised and its short form, and the name that "
        + "registry keys are compared with. Where one does not parse, the error points at the byte."
    ],
    options: [.output],
    examples: [
      Example(purpose: "What is nginx, in full?", command: "pullcreds parse nginx:1.27"),
      Example(
        purpose: "For a script:",
        command: "pullcreds parse localhost:5000/app -o json | jq -r '.references[].registry'"),
    ],
    exitStatus: [
      (.success, "Every IMAGE is a reference."),
      (.negative, "Some IMAGE is not."),
      (.unusable, "The arguments cannot be used."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .output, default: OutputFormat.text)
      guard !arguments.operands.isEmpty else {
        throw ArgumentError.missingOperand("IMAGE", of: arguments.subcommand)
      }
      let report = ParseReport(arguments.operands)
      return CommandResult(format == .json ? report.json : report.text, report.status)
    })
}
