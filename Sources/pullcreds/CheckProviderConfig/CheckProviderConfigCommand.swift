import ImagePullCredentials
import NodeCredentials

extension Subcommand {
  /// `pullcreds check-provider-config`.
  static let checkProviderConfig = Subcommand(
    name: "check-provider-config",
    summary: "Whether a kubelet starts with a CredentialProviderConfig.",
    usage: ["FILE… [--credential-provider-bin-dir DIR] [-o text|json]"],
    about: [
      "Decodes each FILE, which may also be a directory of files or - for standard input, as strictly as the kubelet does, "
        + "validates it with the kubelet's rules, and lists all violations, where the kubelet exits "
        + "at the first. Also names what is likely to be a mistake in a valid one. Reads JSON and "
        + "YAML. Executes nothing.",
      "With --credential-provider-bin-dir the executables must be there too.",
    ],
    options: [.credentialProviderBinDirectory, .kubeletVersion, .output],
    examples: [
      Example(
        purpose: "Before the kubelet is restarted:",
        command: """
          pullcreds check-provider-config /etc/kubernetes/credential-providers.json \\
            --credential-provider-bin-dir /usr/libexec/kubernetes/credential-providers
          """)
    ],
    exitStatus: [
      (.success, "A kubelet starts with every FILE."),
      (.negative, "A kubelet refuses some FILE."),
      (.unusable, "The arguments or some FILE cannot be used."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .output, default: OutputFormat.text)
      guard !arguments.operands.isEmpty else {
        throw ArgumentError.missingOperand("FILE", of: arguments.subcommand)
      }
      let directory = arguments.value(of: .credentialProviderBinDirectory)
      let report = try ProviderConfigReport(
        arguments.operands, binDirectory: directory,
        release: arguments.kubeletRelease(default: .v136))
      return CommandResult(format == .json ? report.json : report.text, report.status)
    })
}
