import ImagePullCredentials
import KubernetesPulls
import ManifestYAML
import PullDiagnosis

extension Subcommand {
  /// `pullcreds check`.
  static let check = Subcommand(
    name: "check",
    summary: "What will fail to pull once the manifests of a folder are applied.",
    usage: [
      "FOLDER… [-n NAME] [-o text|json|sarif|github] [--fail-on mayFail|willFail] [--baseline FILE]"
    ],
    about: [
      "Reads all *.json, *.yaml and *.yml below each FOLDER, which holds the manifests of one cluster, "
        + "and names the field to change for each finding. A FOLDER may be one file, or - for standard "
        + "input. A Secret that is not there may be created elsewhere, so it is not a failure; what "
        + "contradicts itself is.",
      "Helm templates, kustomize patches and files encrypted by SOPS are skipped, with a note: "
        + "check what helm template and kustomize build print instead.",
      "A comment on the field's line or the line before it accepts a finding: "
        + "# pullcreds:ignore CODE REASON. A baseline accepts all that there are today.",
    ],
    options: [.checkOutput, .failOn, .baseline, .writeBaseline, .reason, .checkNamespace, .at],
    examples: [
      Example(purpose: "The manifests of a repository", command: "pullcreds check deploy"),
      Example(
        purpose: "Findings on the lines of a pull request",
        command: "pullcreds check deploy -o sarif > pullcreds.sarif"),
      Example(
        purpose: "A chart as it will be applied",
        command: "helm template chart | pullcreds check - -n payments"),
    ],
    exitStatus: [
      (.success, "Nothing is found that --fail-on names."),
      (.negative, "Something is, or a file cannot be read."),
      (.unusable, "The arguments or a folder cannot be used; the message says which and why."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .checkOutput, default: CheckFormat.text)
      let threshold = try arguments.choice(of: .failOn, default: Threshold.mayFail)
      guard !arguments.operands.isEmpty else {
        throw ArgumentError.missingOperand("FOLDER")
      }
      let report = try CheckReport(
        arguments.operands.map(\.text), namespace: arguments.value(of: .checkNamespace),
        baseline: try Baseline(arguments), threshold: threshold.severity, at: try arguments.time())
      if let path = arguments.value(of: .writeBaseline) {
        return try report.writeBaseline(to: path, arguments)
      }
      return CommandResult(report.text(in: format), report.status)
    })
}

/// The output format of a check.
enum CheckFormat: String, CaseIterable {
  case text, json, sarif, github
}

/// The lowest severity of a finding that fails the check.
private enum Threshold: String, CaseIterable {
  case mayFail, willFail

  var severity: Finding.Severity { self == .mayFail ? .mayFail : .willFail }
}

extension Option {
  fileprivate static let checkOutput = Option(
    "output", short: "o", value: "FORMAT", help: "text (default), json, sarif or github.")

  fileprivate static let failOn = Option(
    "fail-on", value: "SEVERITY",
    help: "Fail from this severity on: mayFail (the default) or willFail.")

  fileprivate static let baseline = Option(
    "baseline", value: "FILE", help: "Accept the findings that FILE lists, each with a reason.")

  fileprivate static let writeBaseline = Option(
    "write-baseline", value: "FILE", help: "Write a baseline of today's findings to FILE.")

  fileprivate static let checkNamespace = Option(
    "namespace", short: "n", value: "NAME",
    help: "Where objects are that name no namespace. Otherwise nothing is concluded from theirs.")

  fileprivate static let reason = Option(
    "reason", value: "TEXT", help: "Why --write-baseline accepts the findings.")
}

extension Baseline {
  /// The baseline of the arguments.
  fileprivate init(_ arguments: Arguments) throws {
    guard let path = arguments.value(of: .baseline) else {
      self.init()
      return
    }
    let file = try Input.read(path, advice: "pullcreds check FOLDER --baseline FILE")
    do {
      try self.init(json: file.bytes)
    } catch {
      throw CheckError.baseline(file.name, offset: error.offset)
    }
  }
}

extension CheckReport {
  fileprivate func text(in format: CheckFormat) -> SafeText {
    switch format {
    case .text: Palette.standardOutput.paint(text)
    case .json: json
    case .sarif: sarif
    case .github: githubAnnotations
    }
  }

  fileprivate func writeBaseline(to path: String, _ arguments: Arguments) throws -> CommandResult {
    guard let reason = arguments.value(of: .reason) else {
      throw ArgumentError.missingOperand("--reason TEXT")
    }
    try SecretFile.write(Array(Baseline.text(accepting: open, reason: reason).utf8), to: path)
    let verb: SafeText = open.count == 1 ? "is" : "are"
    return CommandResult(
      "\(count(open.count, "finding")) \(verb) accepted in \(word: path)\n", .success)
  }
}

/// Why a check is not possible.
enum CheckError: CommandError {
  case baseline(SafeText, offset: Int)

  var message: SafeText {
    switch self {
    case .baseline(let file, let offset):
      "\(file) is not a baseline: at byte \(offset); write one with --write-baseline"
    }
  }
}
