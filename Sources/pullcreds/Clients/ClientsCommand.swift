import ImagePullCredentials

extension Subcommand {
  /// `pullcreds clients`.
  static let clients = Subcommand(
    name: "clients",
    summary: "Which clients would use a registry key for an image.",
    usage: ["KEY… --image IMAGE [-o text|json]"],
    about: [
      "Kubelet, docker, podman and skopeo, crane, k8schain, and oras read the same files by "
        + "different rules. Shows for each KEY whether each of them would use a credential under it "
        + "for IMAGE, if it were the only one, and why. Docs/Clients.md has the rules and where "
        + "they come from."
    ],
    options: [.clientsImage, .output],
    examples: [
      Example(
        purpose: "Why does it work for podman, and not in the cluster?",
        command: "pullcreds clients registry-1.docker.io docker.io --image nginx"),
      Example(
        purpose: "Who understands a wildcard?",
        command: "pullcreds clients '*.example.com' --image r.example.com/app"),
    ],
    exitStatus: [
      (.success, "Every client would use every KEY."),
      (.negative, "Some client would not use some KEY."),
      (.unusable, "The arguments cannot be used."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .output, default: OutputFormat.text)
      guard !arguments.operands.isEmpty else {
        throw ArgumentError.missingOperand("KEY", of: arguments.subcommand)
      }
      guard let image = try arguments.images(arguments.values(of: .clientsImage)).first else {
        throw ArgumentError.missingOperand("--image IMAGE", of: arguments.subcommand)
      }
      let report = ClientsReport(arguments.operands, for: image)
      return CommandResult(format == .json ? report.json : report.text, report.status)
    })
}

extension Option {
  fileprivate static let clientsImage = Option(
    "image", value: "IMAGE", help: "The image that is pulled.")
}
