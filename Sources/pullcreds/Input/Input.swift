import ImagePullCredentials
import KubernetesPulls
import ManifestYAML
import NodeCredentials

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// Reads the files of a command line. `-` is standard input.
enum Input {
  /// A file's bytes, and its name in messages.
  struct File: Sendable {
    let name: SafeText
    let bytes: [UInt8]
  }

  /// Reads one file of at most `limit` bytes. `advice` is a command line that pipes the input, in
  /// case standard input is a terminal.
  static func read(
    _ path: String, limit: Int = KubernetesObjects.maximumByteCount, advice: SafeText
  ) throws(InputError) -> File {
    let (file, name) = try open(path, advice: advice)
    let bytes: [UInt8]?
    do {
      bytes = try file.readToEnd(limit: limit)
    } catch {
      throw .unreadable(name, error)
    }
    guard let bytes else { throw .tooLarge(name, limit: limit) }
    return File(name: name, bytes: bytes)
  }

  /// Opens a file, or standard input unless it is a terminal.
  static func open(
    _ path: String, advice: SafeText
  ) throws(InputError) -> (Descriptor, name: SafeText) {
    guard path != "-" else {
      guard !FileDescriptor.standardInput.isTerminal else { throw .terminal(advice: advice) }
      return (.standardInput, "standard input")
    }
    do {
      return (try Descriptor(reading: path), "\(word: path)")
    } catch {
      throw .unreadable("\(word: path)", error)
    }
  }

  /// The docker config file `path`.
  static func dockerConfig(
    _ path: String, of subcommand: String
  ) throws(InputError) -> DockerConfig {
    let file = try read(
      path, advice: "pullcreds \(word: subcommand) IMAGE --config - < config.json")
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
}

extension Arguments {
  /// The directory in the value of `option`; nil if the option is not given.
  func directory(of option: Option) throws(InputError) -> String? {
    guard let path = value(of: option) else { return nil }
    do throws(SystemFailure) {
      guard try FileKind(atPath: path) == .directory else { throw SystemFailure(ENOTDIR) }
      return path
    } catch {
      throw .unreadable("\(word: path)", error)
    }
  }
}

/// Why a file cannot be used.
enum InputError: CommandError, Hashable {
  case unreadable(SafeText, SystemFailure)
  case tooLarge(SafeText, limit: Int)
  /// Standard input is a terminal. `advice` is a command line that pipes the input.
  case terminal(advice: SafeText)
  /// The file is not output of kubectl.
  case objects(SafeText, KubernetesObjects.DecodingError)
  /// The file is neither JSON nor YAML.
  case yaml(SafeText, YAMLError)
  case emptyFolder(SafeText)
  /// A folder, and all folders in it, have no manifests.
  case noManifests(SafeText)
  /// The file is not a docker config file.
  case dockerConfig(SafeText, DockerConfig.DecodingError)
  /// The file is not output of `crictl images -o json`.
  case images(SafeText, FieldViolation)
  /// The file has no member `auths`; `isLegacy` if it is a valid `.dockercfg`.
  case noAuths(SafeText, isLegacy: Bool)

  /// The message for use after the file's name.
  var messageWithoutFile: SafeText {
    switch self {
    case .unreadable(_, let error): "it cannot be read: \(error.message)"
    case .tooLarge(_, let limit): "it has more than \(limit) bytes"
    default: message
    }
  }

  var message: SafeText {
    switch self {
    case .unreadable(let file, let error): "\(file) cannot be read: \(error.message)"
    case .tooLarge(let file, let limit): "\(file) has more than \(limit) bytes"
    case .terminal(let advice):
      "standard input is a terminal; name a file, or pipe one in:\n\(advice)"
    case .objects(let file, let error): "\(file): \(sentence: error.description)"
    case .yaml(let file, let error): "\(file): \(sentence: error.description)"
    case .emptyFolder(let folder):
      "\(folder) holds no *.json, *.yaml or *.yml; -R reads the folders in it, too"
    case .noManifests(let folder): "\(folder) holds no *.json, *.yaml or *.yml"
    case .dockerConfig(let file, let error): "\(file): \(sentence: error.description)"
    case .images(let file, let error):
      "\(file) is not what crictl images -o json prints: \(sentence: error.explanation)"
    case .noAuths(let file, isLegacy: true):
      "\(file) is a legacy .dockercfg; wrap it: {\"auths\": …}"
    case .noAuths(let file, isLegacy: false):
      "\(file) has no member auths, so it is not a docker config file"
    }
  }
}
