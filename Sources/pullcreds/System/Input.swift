import ImagePullCredentials

/// Reads the files that a command line names. `-` is standard input.
struct Input: Sendable {
  /// A file's bytes, and what to call it in messages.
  struct File: Sendable {
    let name: String
    let bytes: [UInt8]
  }

  /// Reads one file. `advice` is a command line that pipes input in, for those who would have to
  /// type it.
  static func read(_ path: String, advice: String) throws(InputError) -> File {
    guard path != "-" else { return try readStandardInput(advice: advice) }
    do {
      let file = try FileDescriptor(reading: path)
      defer { file.closeFile() }
      return File(name: path, bytes: try file.readToEnd())
    } catch {
      throw .unreadable(path, error)
    }
  }

  private static func readStandardInput(advice: String) throws(InputError) -> File {
    let file = FileDescriptor.standardInput
    guard !file.isTerminal else { throw .terminal(advice: advice) }
    do {
      return File(name: "standard input", bytes: try file.readToEnd())
    } catch {
      throw .unreadable("standard input", error)
    }
  }
}

extension Option {
  static let filename = Option(
    "filename", short: "f", value: "FILE", isRepeatable: true,
    help: "Read kubectl's JSON from FILE, - for standard input (the default). May be repeated.")

  static let namespace = Option(
    "namespace", short: "n", value: "NAME",
    help: "Look in this namespace. Needed only when the name is in several.")
}

extension Input {
  /// The docker config file `path`.
  static func dockerConfig(_ path: String, of subcommand: String) throws(InputError) -> DockerConfig
  {
    let file = try read(path, advice: "pullcreds \(subcommand) IMAGE --config - < config.json")
    let config: DockerConfig
    do {
      config = try DockerConfig(dockerConfigJSON: file.bytes)
    } catch {
      throw .dockerConfig(file.name, error)
    }
    guard config.hasAuths || config.usesHelpers else {
      let legacy = try? DockerConfig(dockercfg: file.bytes)
      throw .noAuths(file.name, isLegacy: legacy?.entries.isEmpty == false)
    }
    return config
  }

  /// The objects in the files of `-f`; in standard input where it is not given.
  ///
  /// Objects that name no namespace are in that of `-n`, where kubectl would put them.
  static func objects(_ arguments: Arguments) throws(InputError) -> KubernetesObjects {
    let paths = arguments.values(of: .filename)
    let namespace = arguments.value(of: .namespace) ?? "default"
    let advice = "kubectl get pods,sa,secrets -o json | pullcreds \(arguments.subcommand)"
    var objects = KubernetesObjects()
    for path in paths.isEmpty ? ["-"] : paths {
      let file = try read(path, advice: advice)
      do {
        objects.merge(try KubernetesObjects(json: file.bytes, defaultNamespace: namespace))
      } catch {
        throw .objects(file.name, error)
      }
    }
    return objects
  }
}

/// Why a file cannot be used.
enum InputError: Error, Hashable, CustomStringConvertible {
  case unreadable(String, SystemError)
  /// Nothing is piped in. `advice` is a command line that does.
  case terminal(advice: String)
  /// The file is not what kubectl prints.
  case objects(String, KubernetesObjects.DecodingError)
  /// The file is not a docker config file.
  case dockerConfig(String, DockerConfig.DecodingError)
  /// The file has no member `auths`; `isLegacy` where it reads as a `.dockercfg` instead.
  case noAuths(String, isLegacy: Bool)

  var description: String {
    switch self {
    case .unreadable(let file, let error): "\(file) cannot be read: \(error)"
    case .terminal(let advice):
      "standard input is a terminal; name a file, or pipe one in:\n\(advice)"
    case .objects(let file, let error): "\(file): \(error)"
    case .dockerConfig(let file, let error): "\(file): \(error)"
    case .noAuths(let file, isLegacy: true):
      "\(file) is a legacy .dockercfg; wrap it: {\"auths\": …}"
    case .noAuths(let file, isLegacy: false):
      "\(file) has no member auths, so it is not a docker config file"
    }
  }
}
