public import ImagePullCredentials

/// The credential files for which a kubelet searches its node.
///
/// The kubelet uses the first valid `config.json` in these directories: its root directory, its working directory,
/// `$HOME/.docker`, `/.docker`. If there is none, it uses the first valid `.dockercfg` in: the root directory, the
/// working directory, `$HOME`, `/`. Files are not merged, and invalid ones are skipped. (Kubernetes:
/// pkg/credentialprovider/config.go, `ReadDockerConfigFile`.)
///
/// ```swift
/// let search = NodeFiles(in: NodeFileSystem(root: "/mnt/node")).search()
/// search.found?.path        // "/mnt/node/var/lib/kubelet/config.json"
/// ```
public struct NodeFiles: Sendable, Hashable {
  /// Where the files are.
  public var fileSystem: NodeFileSystem
  /// The kubelet's `--root-dir`.
  public var kubeletRoot: String
  /// The kubelet's working directory.
  public var workingDirectory: String
  /// `HOME` in the kubelet's environment. Empty if it is not set: the kubelet then searches its working directory
  /// instead.
  public var home: String

  /// The files of a node, with the usual defaults.
  ///
  /// - Parameters:
  ///   - fileSystem: Where the files are.
  ///   - kubeletRoot: The kubelet's `--root-dir`.
  ///   - workingDirectory: The kubelet's working directory.
  ///   - home: `HOME` in the kubelet's environment; empty if it is not set.
  public init(
    in fileSystem: NodeFileSystem = .host, kubeletRoot: String = "/var/lib/kubelet",
    workingDirectory: String = "/", home: String = "/root"
  ) {
    self.fileSystem = fileSystem
    self.kubeletRoot = kubeletRoot
    self.workingDirectory = workingDirectory
    self.home = home
  }

  /// The paths in the node's file system, in the order tried, without repetitions.
  public var candidates: [Candidate] {
    let jsonDirectories = [
      kubeletRoot, workingDirectory, NodePath.join(home, ".docker"), "/.docker",
    ]
    let legacyDirectories = [kubeletRoot, workingDirectory, home, "/"]
    let all =
      jsonDirectories.map { candidate(.dockerConfigJSON, "config.json", in: $0) }
      + legacyDirectories.map { candidate(.dockercfg, ".dockercfg", in: $0) }
    // There are eight, so a comparison with all earlier ones is cheap.
    return all.enumerated().filter { index, path in !all[..<index].contains(path) }.map(\.element)
  }

  /// A path that is tried. Two are equal if their formats and the bytes of their paths are equal.
  public struct Candidate: Sendable, Hashable {
    /// The path on the node.
    public let path: String
    /// How the file is read.
    public let format: Format

    /// Whether both are the same path for the system, and are read in the same format.
    public static func == (one: Self, other: Self) -> Bool {
      one.format == other.format && one.path.utf8.elementsEqual(other.path.utf8)
    }
  }

  /// The formats of credential files. Complete: the kubelet reads no other.
  public enum Format: Sendable, Hashable {
    /// `config.json`, with the wrapper `auths`.
    case dockerConfigJSON
    /// `.dockercfg`, without the wrapper.
    case dockercfg
  }

  private func candidate(_ format: Format, _ name: String, in directory: String) -> Candidate {
    let absolute =
      NodePath.isAbsolute(directory) ? directory : NodePath.join(workingDirectory, directory)
    return Candidate(path: NodePath.join(absolute, name), format: format)
  }
}

extension NodeFiles {
  /// Searches the files, and records what was at each path.
  ///
  /// Blocks while it reads files from the disk, and waits for nothing else. Time and memory are linear in the sizes of
  /// the files, each of which is at most ``NodeFileSystem/maximumByteCount``.
  public func search() -> NodeFileSearch {
    var attempts: [NodeFileSearch.Attempt] = []
    for candidate in candidates {
      let outcome = read(candidate)
      attempts.append(NodeFileSearch.Attempt(candidate: candidate, outcome: outcome))
      if case .found = outcome { break }
    }
    return NodeFileSearch(attempts: attempts, fileSystem: fileSystem)
  }

  private func read(_ candidate: Candidate) -> NodeFileSearch.Outcome {
    let bytes: [UInt8]
    do throws(FileReadingError) {
      bytes = try fileSystem.read(candidate.path)
    } catch {
      return error.code == .missing ? .missing : .unreadable(error)
    }
    do throws(DockerConfig.DecodingError) {
      switch candidate.format {
      case .dockerConfigJSON: return .found(try DockerConfig(dockerConfigJSON: bytes))
      case .dockercfg: return .found(try DockerConfig(dockercfg: bytes))
      }
    } catch {
      return .invalid(error)
    }
  }
}

/// What a search for a node's credential files found.
public struct NodeFileSearch: Sendable {
  /// The paths tried, in order; the search ends with the first valid file.
  public let attempts: [Attempt]
  /// The credentials of the file that is used, from ``CredentialSource/file(path:)``; empty if there is none.
  public let keyring: Keyring
  private let fileSystem: NodeFileSystem

  init(attempts: [Attempt], fileSystem: NodeFileSystem) {
    self.attempts = attempts
    self.fileSystem = fileSystem
    // Created once for all images.
    var keyring = Keyring()
    if let last = attempts.last, case .found(let config) = last.outcome {
      keyring.add(
        config, source: .file(path: Self.path(of: last.candidate, in: fileSystem)))
    }
    self.keyring = keyring
  }

  /// One path, and what was there.
  public struct Attempt: Sendable, Hashable {
    /// The path, and how it was read.
    public let candidate: NodeFiles.Candidate
    /// What was there.
    public let outcome: Outcome
  }

  /// What was at a path. Complete: the kubelet uses a file or continues with the next.
  public enum Outcome: Sendable, Hashable {
    /// Nothing.
    case missing
    /// A file that cannot be read. The kubelet skips it.
    case unreadable(FileReadingError)
    /// A file that the kubelet cannot decode. It skips this, too.
    case invalid(DockerConfig.DecodingError)
    /// The file that is used, which may contain no credentials.
    case found(DockerConfig)
  }

  /// The file that is used, with its path on this machine.
  public var found: (path: String, config: DockerConfig)? {
    guard let last = attempts.last, case .found(let config) = last.outcome else { return nil }
    return (path(of: last.candidate), config)
  }

  /// The path of a candidate on this machine.
  ///
  /// - Parameter candidate: One of ``attempts``.
  /// - Returns: The path, ignoring links, for display.
  public func path(of candidate: NodeFiles.Candidate) -> String {
    Self.path(of: candidate, in: fileSystem)
  }

  private static func path(
    of candidate: NodeFiles.Candidate, in fileSystem: NodeFileSystem
  ) -> String {
    let relative = Substring(candidate.path.utf8.drop { $0 == UInt8(ascii: "/") })
    return NodePath.join(fileSystem.root, String(relative))
  }
}
