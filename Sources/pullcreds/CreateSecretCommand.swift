import ImagePullCredentials
import KubernetesPulls
import ManifestYAML
import PullDiagnosis

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

extension Subcommand {
  /// `pullcreds create-secret`.
  static let createSecret = Subcommand(
    name: "create-secret",
    summary: "The manifest of a Secret with registry credentials.",
    usage: [
      "NAME --docker-username USER (--password-stdin | --password-env VARIABLE) "
        + "[--docker-server KEY] [--docker-email EMAIL] [-n NAMESPACE]…",
      "NAME --from-file FILE [-n NAMESPACE]…",
      "--add-to FILE (--docker-username USER … | --from-file FILE)",
    ],
    about: [
      "Prints the manifest that kubectl create secret docker-registry would, for kubectl apply "
        + "-f -, from one registry's credentials or from a docker config file; with several -n, a "
        + "List of the same Secret in each namespace. Names, size and file are checked first: a "
        + "file whose passwords are in a credential helper is of no use to a kubelet.",
      "With --add-to, prints an existing Secret with the credentials put in, and everything else "
        + "as it was.",
      "The password is never an argument: arguments are visible in the process list and kept by "
        + "shells. The manifest holds the password, so it is not written to a terminal.",
    ],
    options: [
      .dockerServer, .dockerUsername, .dockerEmail, .passwordStdin, .passwordEnv, .fromFile,
      .addTo, .namespaces, .dockerPassword, .manifestFormat,
    ],
    examples: [
      Example(
        purpose: "A Secret with the password from a file:",
        command: """
          pullcreds create-secret ghcr --docker-server ghcr.io \\
            --docker-username octocat --password-stdin -n payments < token |
            kubectl apply -f -
          """),
      Example(
        purpose: "Another registry in an existing Secret:",
        command: """
          kubectl get secret ghcr -n payments -o json |
            pullcreds create-secret --add-to - --docker-server quay.io \\
              --docker-username robot --password-env QUAY_TOKEN |
            kubectl apply -f -
          """),
    ],
    exitStatus: [
      (.success, "The manifest is printed."),
      (.negative, "Not used."),
      (.unusable, "The arguments, the file or the Secret cannot be used; nothing is printed."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .manifestFormat, default: ManifestFormat.json)
      try checkCombination(arguments)
      let manifest =
        arguments.has(.addTo) ? try addToSecret(arguments) : try newSecret(arguments)
      return CommandResult(secret: try format.encode(manifest), .success)
    })
}

extension Option {
  fileprivate static let dockerServer = Option(
    "docker-server", value: "KEY",
    help: "The registry key: a host, perhaps with port and path. Default: "
      + "\(word: DockerConfig.dockerHubKey), Docker Hub.")

  fileprivate static let dockerUsername = Option(
    "docker-username", value: "USER", help: "The username.")

  fileprivate static let dockerEmail = Option(
    "docker-email", value: "EMAIL", help: "The email, which no registry needs.")

  fileprivate static let fromFile = Option(
    "from-file", value: "FILE",
    help: "Take the registries of this docker config file, such as ~/.docker/config.json; - for "
      + "standard input.")

  fileprivate static let addTo = Option(
    "add-to", value: "FILE",
    help: "Put the credentials into this Secret, JSON or YAML, as kubectl get secret NAME -o json "
      + "prints it; - for standard input.")

  fileprivate static let namespaces = Option(
    "namespace", short: "n", value: "NAMESPACE", isRepeatable: true,
    help: "The Secret's namespace. May be repeated, for the same Secret in each.")

  fileprivate static let dockerPassword = Option(
    "docker-password", value: "PASSWORD",
    help: "Refused: use --password-stdin or --password-env.")
}

private func checkCombination(_ arguments: Arguments) throws {
  if arguments.has(.dockerPassword) { throw CreateSecretError.passwordAsArgument }
  // An extra argument is not repeated: it may be a misplaced password.
  if arguments.operands.count > 1 { throw CreateSecretError.severalNames }
  let excluded: [(Option, [Option])] = [
    (.fromFile, [.dockerServer, .dockerUsername, .dockerEmail, .passwordStdin, .passwordEnv]),
    (.addTo, [.namespaces]), (.passwordStdin, [.passwordEnv]),
  ]
  for (option, others) in excluded where arguments.has(option) {
    guard let other = others.first(where: arguments.has) else { continue }
    throw ArgumentError.conflict(option.title, other.title)
  }
  let readers =
    [Option.fromFile, .addTo].filter { arguments.value(of: $0) == "-" }
    + (arguments.has(.passwordStdin) ? [.passwordStdin] : [])
  if readers.count > 1 {
    throw ArgumentError.conflict(
      "\(readers[0].title) from standard input", readers[1].title)
  }
}

/// The manifest of a new Secret, or a List with the Secret in several namespaces.
private func newSecret(_ arguments: Arguments) throws -> [UInt8] {
  guard let name = arguments.operands.first?.text else {
    throw ArgumentError.missingOperand("NAME")
  }
  let namespaces = arguments.values(of: .namespaces)
  let secret = try secret(named: name, namespace: namespaces.first, arguments)
  guard namespaces.count > 1 else { return secret.encodeJSON() }
  return PullSecretManifest.encodeList(try namespaces.map { try secret.copy(in: $0) })
}

private func addToSecret(_ arguments: Arguments) throws -> [UInt8] {
  if !arguments.operands.isEmpty {
    throw ArgumentError.conflict("NAME", "--add-to")
  }
  let file = try Input.read(
    arguments.value(of: .addTo) ?? "-",
    advice: "kubectl get secret NAME -o json | pullcreds create-secret --add-to - …")
  // The new entries are checked as a separate Secret, whose name is not shown.
  let entries = try secret(named: "added", namespace: nil, arguments).config.entries
  let json = try json(of: file)
  do {
    return try Secret.updating(json, with: Array(entries))
  } catch {
    throw CreateSecretError.secret(file.name, error)
  }
}

/// The file's bytes, or, if it is YAML, the JSON of the one document in it.
private func json(of file: Input.File) throws(InputError) -> [UInt8] {
  let start = file.bytes.first { $0 > UInt8(ascii: " ") }
  guard let start, start != UInt8(ascii: "{") else { return file.bytes }
  var documents: [[UInt8]] = []
  do throws(YAMLError) {
    var reader = YAMLReader(file.bytes.span)
    while let document = try reader.next() {
      if !document.isNull { documents.append([UInt8](copying: document.json)) }
    }
  } catch {
    throw .yaml(file.name, error)
  }
  // An error in a text that is not a Secret has its place in that text.
  guard documents.count == 1, documents[0].first == UInt8(ascii: "{") else { return file.bytes }
  return documents[0] + [UInt8(ascii: "\n")]
}

/// The Secret of the options.
private func secret(
  named name: String, namespace: String?, _ arguments: Arguments
) throws -> PullSecretManifest {
  guard let path = arguments.value(of: .fromFile) else {
    let entry = try entry(arguments)
    return try PullSecretManifest(
      name: name, namespace: namespace, config: DockerConfig([entry]))
  }
  let file = try Input.read(
    path, advice: "pullcreds create-secret NAME --from-file - < config.json")
  let manifest = try manifest(of: file, name: name, namespace: namespace)
  // Other programs may need these keys, which do no harm.
  for problem in manifest.config.entries.compactMap({ keyProblem($0.registryKey) }) {
    arguments.warnings.add("warning: \(problem)")
  }
  return manifest
}

private func manifest(
  of file: Input.File, name: String, namespace: String?
) throws -> PullSecretManifest {
  do {
    return try PullSecretManifest(
      name: name, namespace: namespace, dockerConfigJSON: file.bytes)
  } catch  where error.code != .invalidName {
    throw CreateSecretError.file(file.name, error)
  }
}

private func entry(_ arguments: Arguments) throws -> DockerConfig.Entry {
  guard let username = arguments.value(of: .dockerUsername) else {
    throw ArgumentError.missingOperand(
      "--docker-username or --from-file")
  }
  let key = arguments.value(of: .dockerServer) ?? DockerConfig.dockerHubKey
  if let problem = keyProblem(key) { throw CreateSecretError.key(problem) }
  return DockerConfig.Entry(
    registryKey: key,
    username: username, password: try Password.read(arguments),
    email: arguments.value(of: .dockerEmail) ?? "")
}

/// Why no image matches a registry key, and the intended key; nil if an image may match.
private func keyProblem(_ key: String) -> SafeText? {
  let problem: SafeText
  if let repair = KeyRepair(of: key) {
    problem = "it \(repair.flaw)" + (repair.key.map(advice(toUse:)) ?? "")
  } else if let error = parseError(ofKey: key) {
    problem = "\(sentence: error.description)"
  } else {
    return nil
  }
  return
    "the registry key \(quoted: RegistryPattern.displayKey(of: key)) matches no image: \(problem)"
}

private func advice(toUse key: String) -> SafeText {
  "; use \(quoted: RegistryPattern.displayKey(of: key))"
}

private func parseError(ofKey key: String) -> RegistryPattern.ParseError? {
  do {
    _ = try RegistryPattern(registryKey: key)
    return nil
  } catch {
    return error
  }
}

/// The source of a password: never an argument.
enum Password {
  /// Reads the password from the source in the arguments.
  static func read(_ arguments: Arguments) throws -> String {
    if let name = arguments.value(of: .passwordEnv) { return try variable(name) }
    guard arguments.has(.passwordStdin) else { throw CreateSecretError.noPassword }
    return try standardInput()
  }

  private static func variable(_ name: String) throws(CreateSecretError) -> String {
    guard let value = getenv(name) else { throw .variableNotSet }
    guard let password = String(validatingCString: value) else {
      throw .passwordNotUTF8("the variable")
    }
    guard !password.isEmpty else { throw .emptyPassword("the variable") }
    return password
  }

  /// All of standard input without a final line break, which `echo` and editors add.
  /// `docker login --password-stdin` does the same.
  private static func standardInput() throws -> String {
    let file = try Input.read(
      "-", limit: PullSecretManifest.maximumByteCount,
      advice: "pullcreds create-secret NAME --docker-username USER --password-stdin < FILE")
    var bytes = file.bytes[...]
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard !bytes.isEmpty else { throw CreateSecretError.emptyPassword(file.name) }
    guard let password = String(validating: bytes, as: UTF8.self) else {
      throw CreateSecretError.passwordNotUTF8(file.name)
    }
    return password
  }
}

extension Option {
  static let passwordStdin = Option(
    "password-stdin", help: "Read the password from standard input; a line break at its end goes.")

  static let passwordEnv = Option(
    "password-env", value: "VARIABLE", help: "Take the password from this environment variable.")
}

/// Why no manifest of a Secret is printed. Never shows a possible password.
enum CreateSecretError: CommandError {
  case passwordAsArgument
  case severalNames
  case noPassword
  /// The variable is not set.
  case variableNotSet
  /// The password from this source is empty.
  case emptyPassword(SafeText)
  case passwordNotUTF8(SafeText)
  /// The registry key can match no image.
  case key(SafeText)
  /// The docker config file with that name cannot be used.
  case file(SafeText, PullSecretManifest.CreationError)
  /// The Secret in the file with that name cannot be used.
  case secret(SafeText, Secret.UpdateError)

  var message: SafeText {
    switch self {
    case .passwordAsArgument:
      """
      a password on the command line is visible in the process list and kept by shells: pipe it \
      in with --password-stdin, or name a variable that holds it with --password-env. Replace the \
      password that was given here
      """
    case .severalNames: "one NAME is expected; every other argument needs an option"
    case .noPassword: "the password is missing: --password-stdin or --password-env VARIABLE"
    case .variableNotSet:
      """
      the environment has no variable of the name given with --password-env, which takes the name \
      of a variable, not the password
      """
    case .emptyPassword(let source): "the password from \(source) is empty"
    case .passwordNotUTF8(let source): "the password from \(source) is not UTF-8"
    case .key(let problem): problem
    case .file(let file, let error): "\(file): \(sentence: error.description)"
    case .secret(let file, let error): "\(file): \(sentence: error.description)"
    }
  }
}
