import ImagePullCredentials
import KubernetesPulls
import NodeCredentials
import PullDiagnosis

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
      "With --credential-provider-bin-dir, the executables must exist, too.",
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
      let report = try ProviderConfigReport(
        arguments.requiredOperands("FILE"),
        binDirectory: arguments.value(of: .credentialProviderBinDirectory),
        release: arguments.kubeletRelease(default: .v136))
      return CommandResult(report, in: format)
    })
}

/// The report about configurations of credential providers.
struct ProviderConfigReport: Report, Sendable {
  let files: [File]

  /// One file or directory.
  struct File: Sendable {
    /// The given path; `standard input` for `-`.
    let path: String
    /// Why a kubelet rejects it.
    let violations: [FieldViolation]
    /// Why a kubelet rejects it, and likely mistakes that a kubelet accepts.
    let findings: [Finding]
  }

  /// Reads and checks files and directories; `-` is standard input.
  init(
    _ paths: [String], binDirectory: String?, release: KubeletRelease
  ) throws(InputError) {
    var files: [File] = []
    for path in paths {
      files.append(try File(path: path, binDirectory: binDirectory, release: release))
    }
    self.files = files
  }

  /// Success if a kubelet accepts every file.
  var status: ExitStatus {
    let violations = files.flatMap(\.violations)
    if violations.contains(where: \.isUnusable) { return .unusable }
    return violations.isEmpty ? .success : .negative
  }
}

extension ProviderConfigReport.File {
  fileprivate init(
    path: String, binDirectory: String?, release: KubeletRelease
  ) throws(InputError) {
    let advice: SafeText = "pullcreds check-provider-config - < providers.yaml"
    let input = path == "-" ? try Input.read(path, advice: advice) : nil
    self.path = input == nil ? path : "standard input"
    do throws(CredentialProviderConfigError) {
      let config: CredentialProviderConfig
      if let input {
        config = try CredentialProviderConfig(json: input.bytes, release: release)
      } else {
        config = try CredentialProviderConfig(path: path, release: release)
      }
      violations = binDirectory.map(config.violations(ofBinDirectory:)) ?? []
      findings = violations.map(\.finding) + config.findings
    } catch {
      violations = error.violations
      findings = error.findings
    }
  }
}

// MARK: - Rendering

extension ProviderConfigReport {
  /// The report for people.
  var text: SafeText {
    var page = TextPage()
    for file in files {
      page.blank()
      page.line(file.name)
      for finding in file.findings { page.add(finding) }
      page.line(file.verdict, indent: 2)
    }
    return page.text
  }

  /// The report for programs. The members are described in Docs/Command.md and are stable.
  var json: SafeText {
    SafeText(jsonObject: { writer in
      writer.member("files", objects: files) { writer, file in
        writer.member("file", file.path)
        writer.member("isAccepted", file.violations.isEmpty)
        writer.member("violations", objects: file.violations) { writer, violation in
          writer.member("code", violation.code.description)
          writer.member("file", violation.file)
          writer.member("path", violation.path)
          writer.member("message", violation.explanation)
        }
        writer.member("findings", objects: file.findings) { $0.members(of: $1) }
      }
    })
  }
}

extension ProviderConfigReport.File {
  /// Its name in messages.
  fileprivate var name: SafeText { path == "standard input" ? "standard input" : "\(word: path)" }

  fileprivate var verdict: SafeText {
    switch violations.count {
    case 0: "accepted"
    case 1: "refused: 1 violation"
    case let count: "refused: \(count) violations"
    }
  }
}
