public import ImagePullCredentials

extension NodeFiles {
  /// Searches, and says of each path that was tried what was there.
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

/// What a search for a node's credential files came upon.
public struct NodeFileSearch: Sendable {
  /// The paths tried, in order; the search ends with the first valid file.
  public let attempts: [Attempt]
  let fileSystem: NodeFileSystem

  /// One path, and what was there.
  public struct Attempt: Sendable, Hashable {
    /// The path, and how it was read.
    public let candidate: NodeFiles.Candidate
    /// What was there.
    public let outcome: Outcome
  }

  /// What was at a path.
  public enum Outcome: Sendable, Hashable {
    /// Nothing.
    case missing
    /// Something that cannot be read. The kubelet passes over it.
    case unreadable(FileReadingError)
    /// A file that the kubelet's decoding refuses. It passes over it, too.
    case invalid(DockerConfig.DecodingError)
    /// The file that is used, which may be one without any credentials.
    case found(DockerConfig)
  }

  /// The file that is used, with its path on this machine.
  public var found: (path: String, config: DockerConfig)? {
    guard let last = attempts.last, case .found(let config) = last.outcome else { return nil }
    return (path(of: last.candidate), config)
  }

  /// The file's credentials, from ``CredentialSource/file(path:)``; empty when there is no file.
  public var keyring: Keyring {
    var keyring = Keyring()
    if let found, let source { keyring.add(found.config, source: source) }
    return keyring
  }

  /// The source of the credentials; nil when there is no file.
  var source: CredentialSource? { found.map { .file(path: $0.path) } }

  /// Where a candidate is on this machine.
  public func path(of candidate: NodeFiles.Candidate) -> String {
    NodePath.join(fileSystem.root, String(candidate.path.drop { $0 == "/" }))
  }
}
