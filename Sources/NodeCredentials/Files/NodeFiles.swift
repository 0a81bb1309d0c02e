/// The credential files for which a kubelet searches its node.
///
/// The first `config.json` that is there and valid is used, in these directories: the kubelet's root
/// directory, its working directory, `$HOME/.docker`, `/.docker`. Only if there is none, the first
/// `.dockercfg` that is there and valid, in: the root directory, the working directory, `$HOME`, `/`.
/// Files are not merged, and one that is broken is passed over. (Kubernetes:
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
  /// `HOME` in the kubelet's environment. Empty where it is not set: the kubelet then searches its
  /// working directory instead.
  public var home: String

  /// The files of a node on which the kubelet runs with the usual directories.
  public init(
    in fileSystem: NodeFileSystem = .host, kubeletRoot: String = "/var/lib/kubelet",
    workingDirectory: String = "/", home: String = "/root"
  ) {
    self.fileSystem = fileSystem
    self.kubeletRoot = kubeletRoot
    self.workingDirectory = workingDirectory
    self.home = home
  }

  /// The paths that are tried, in this order, in the node's own terms; each once.
  public var candidates: [Candidate] {
    let jsonDirectories = [
      kubeletRoot, workingDirectory, NodePath.join(home, ".docker"), "/.docker",
    ]
    let legacyDirectories = [kubeletRoot, workingDirectory, home, "/"]
    let all =
      jsonDirectories.map { candidate(.dockerConfigJSON, "config.json", in: $0) }
      + legacyDirectories.map { candidate(.dockercfg, ".dockercfg", in: $0) }
    var seen: Set<Candidate> = []
    return all.filter { seen.insert($0).inserted }
  }

  /// A path that is tried.
  public struct Candidate: Sendable, Hashable {
    /// The path on the node.
    public let path: String
    /// How the file is read.
    public let format: Format
  }

  /// The two formats of credential files.
  public enum Format: Sendable, Hashable {
    /// `config.json`, with the wrapper `auths`.
    case dockerConfigJSON
    /// `.dockercfg`, without.
    case dockercfg
  }

  private func candidate(_ format: Format, _ name: String, in directory: String) -> Candidate {
    let absolute = NodePath.absolute(directory, in: workingDirectory)
    return Candidate(path: NodePath.join(absolute, name), format: format)
  }
}
