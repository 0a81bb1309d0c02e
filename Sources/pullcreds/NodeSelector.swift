import ImagePullCredentials
import KubernetesPulls
import NodeCredentials
import PullDiagnosis

/// The parts of a node that the command line includes; by default none.
struct NodeSelector {
  private let keyring: NodeKeyring
  /// Why a kubelet rejects the configuration of its providers, which are then not called.
  let rejections: [Finding]

  /// The options for a node's credentials.
  static let options: [Option] = [
    .nodeRoot, .credentialProviderConfig, .credentialProviderBinDirectory, .dockerHelpers,
  ]

  /// Reads the files of the options; executes nothing. Nil without these options.
  ///
  /// `--docker-helpers` means the helpers of `docker`, or, without it, of the node's own file.
  init?(_ arguments: Arguments, docker: (config: DockerConfig, path: String)? = nil) throws {
    guard Self.options.contains(where: arguments.has) else { return nil }
    var keyring = NodeKeyring()
    if let root = try arguments.directory(of: .nodeRoot) {
      keyring.files = NodeFiles(in: NodeFileSystem(root: root)).search()
    }
    (keyring.providers, rejections) = try Self.providers(arguments)
    if arguments.has(.dockerHelpers) {
      guard let docker = docker ?? keyring.files?.found.map({ ($0.config, $0.path) }) else {
        throw NodeSelectionError.noDockerConfig
      }
      keyring.docker = DockerCredentials(
        docker.config, path: docker.path, environment: Environment.current)
    }
    self.keyring = keyring
  }

  private static func providers(
    _ arguments: Arguments
  ) throws -> (CredentialProviders?, rejections: [Finding]) {
    switch (
      arguments.value(of: .credentialProviderConfig),
      arguments.value(of: .credentialProviderBinDirectory)
    ) {
    case (nil, nil): return (nil, [])
    case (let path?, let directory?): return try providers(path, directory)
    case (nil, _): throw NodeSelectionError.alone(.credentialProviderBinDirectory)
    case (_, nil): throw NodeSelectionError.alone(.credentialProviderConfig)
    }
  }

  /// Throws if the configuration cannot be checked; a rejection is a result.
  private static func providers(
    _ path: String, _ directory: String
  ) throws(CredentialProviderConfigError) -> (CredentialProviders?, rejections: [Finding]) {
    do {
      let config = try CredentialProviderConfig(path: path)
      let rejections = config.violations(ofBinDirectory: directory).map(\.finding)
      guard rejections.isEmpty else { return (nil, rejections) }
      let providers = CredentialProviders(
        config, binDirectory: directory, environment: Environment.current,
        now: { .now })
      return (providers, [])
    } catch {
      guard !error.violations.contains(where: \.isUnusable) else { throw error }
      return (nil, error.findings)
    }
  }

  /// Looks up each image once, and waits for the answers.
  func answers(
    for images: [ImageReference], pod: PodIdentity?
  ) -> [ImageReference: NodeKeyring.Answer] {
    waiting { [keyring] in
      var answers: [ImageReference: NodeKeyring.Answer] = [:]
      for image in images where answers[image] == nil {
        answers[image] = await keyring.lookUp(image, for: pod)
      }
      return answers
    }
  }
}

extension FieldViolation {
  /// Whether the file could not be checked.
  var isUnusable: Bool { [.unreadable, .noFiles].contains(code) }
}

extension Option {
  static let nodeRoot = Option(
    "node-root", value: "DIR",
    help:
      "Look for the kubelet's credential files below DIR, which is / or a copy of a node's file "
      + "system.")

  static let credentialProviderConfig = Option(
    "credential-provider-config", value: "FILE",
    help:
      "Execute the credential providers of this CredentialProviderConfig, a file or a directory, "
      + "for images that they match. Needs --credential-provider-bin-dir.")

  static let credentialProviderBinDirectory = Option(
    "credential-provider-bin-dir", value: "DIR", help: "Where the providers' executables are.")

  static let dockerHelpers = Option(
    "docker-helpers",
    help: "Execute the Docker credential helpers (credHelpers, credsStore) of the docker config "
      + "file, which no kubelet does.")
}

/// Why the options about a node cannot be used together.
enum NodeSelectionError: CommandError, Hashable {
  /// `--docker-helpers` without a docker config file.
  case noDockerConfig
  /// One of the two options about providers without the other.
  case alone(Option)

  var message: SafeText {
    switch self {
    case .noDockerConfig:
      "--docker-helpers needs a docker config file: one that --node-root finds, or --config FILE"
    case .alone:
      "--credential-provider-config and --credential-provider-bin-dir need each other"
    }
  }
}

// MARK: - JSON

extension JSONWriter {
  /// The members of an image about the node.
  mutating func members(of answer: NodeKeyring.Answer) {
    if let docker = answer.docker {
      member("docker") { writer in
        writer.member("serverURL", docker.serverURL)
        writer.member("outcome", docker.outcome.rawValue)
        writer.member("helper", docker.helper)
        writer.member("note", docker.note)
      }
    }
    if let providers = answer.providers {
      member("providers", objects: providers.steps) { writer, step in
        writer.member("name", step.provider)
        writer.member("outcome", step.isGated ? "gated" : step.outcome.rawValue)
        writer.member("message", step.description)
      }
    }
  }

  /// The member about the files that were looked for.
  mutating func member(_ name: String, _ search: NodeFileSearch) {
    member(name, objects: search.attempts) { writer, attempt in
      writer.member("path", search.path(of: attempt.candidate))
      writer.member("outcome", attempt.outcome.code)
    }
  }
}

// MARK: - Text

extension TextPage {
  /// A node's results for an image, besides credentials.
  mutating func add(_ answer: NodeKeyring.Answer) {
    if let note = answer.docker?.note {
      paragraph("note: \(sentence: note)", indent: 2, hanging: 2)
    }
    if let error = answer.docker?.error {
      paragraph("\(sentence: error.description)", indent: 2, hanging: 2)
    }
    for step in answer.providers?.steps ?? [] {
      paragraph("\(sentence: step.description)", indent: 2, hanging: 2)
    }
  }

  /// The files that were looked for.
  mutating func add(_ search: NodeFileSearch) {
    line("node files")
    for attempt in search.attempts {
      line("\(word: search.path(of: attempt.candidate))", indent: 2)
      paragraph(attempt.outcome.shown, indent: 4)
    }
  }
}

extension NodeFileSearch.Outcome {
  fileprivate var shown: SafeText {
    switch self {
    case .missing: "not there"
    case .unreadable(let error): "skipped: \(sentence: error.description)"
    case .invalid(let error): "skipped: \(sentence: error.description)"
    case .found(let config):
      config.entries.count == 1 ? "used: 1 entry" : "used: \(config.entries.count) entries"
    }
  }

  /// The name in JSON.
  fileprivate var code: String {
    switch self {
    case .missing: "missing"
    case .unreadable: "unreadable"
    case .invalid: "invalid"
    case .found: "used"
    }
  }
}
