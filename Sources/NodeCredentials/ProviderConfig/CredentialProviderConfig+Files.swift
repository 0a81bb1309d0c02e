import ImagePullCredentials
public import KubernetesPulls

extension CredentialProviderConfig {
  /// Reads the file, or all files in the directory, of `--image-credential-provider-config`.
  ///
  /// In a directory, the files whose names end in `.json`, `.yaml` or `.yml` are read in the byte order of their
  /// names, and merged. This includes hidden files; subdirectories are skipped. (Kubernetes: config.go,
  /// `readCredentialProviderConfig`.)
  ///
  /// Blocks while files are read. Their total size is at most ``NodeFileSystem/maximumByteCount``; further files are
  /// reported as unreadable.
  ///
  /// - Parameters:
  ///   - path: A file or a directory.
  ///   - release: As for ``init(json:release:isServiceAccountTokenEnabled:)``.
  ///   - isServiceAccountTokenEnabled: As for ``init(json:release:isServiceAccountTokenEnabled:)``.
  /// - Throws: ``CredentialProviderConfigError`` with all that makes a kubelet refuse to start.
  public init(
    path: String, release: KubeletRelease = .v136, isServiceAccountTokenEnabled: Bool? = nil
  ) throws(CredentialProviderConfigError) {
    let files = try Self.files(at: path)
    var documents: [Document] = []
    var violations: [FieldViolation] = []
    var rest = NodeFileSystem.maximumByteCount
    for file in files {
      do throws(FileReadingError) {
        let bytes = try NodeFileSystem.host.read(file, atMost: rest)
        rest -= bytes.count
        documents.append(Document(file: file, bytes: bytes))
      } catch {
        violations.append(FieldViolation(.unreadable, at: "", file: file, error.reason))
      }
    }
    do throws(CredentialProviderConfigError) {
      try self.init(
        documents, release: release, isTokenEnabled: isServiceAccountTokenEnabled)
    } catch {
      // Without any document, there is nothing to validate.
      throw CredentialProviderConfigError(violations + (documents.isEmpty ? [] : error.violations))
        ?? error
    }
    if let error = CredentialProviderConfigError(violations) { throw error }
  }

  private static func files(at path: String) throws(CredentialProviderConfigError) -> [String] {
    let files: [String]
    do throws(SystemFailure) {
      guard try FileKind(atPath: path) == .directory else { return [path] }
      files = try configFiles(inDirectory: path)
    } catch {
      throw CredentialProviderConfigError(
        FieldViolation(
          .unreadable, at: "", file: path, FileReadingError(error, path: path).reason))
    }
    guard !files.isEmpty else {
      throw CredentialProviderConfigError(
        FieldViolation(
          .noFiles, at: "", file: path,
          "the directory holds no file whose name ends in .json, .yaml or .yml"))
    }
    return files
  }

  private static func configFiles(inDirectory path: String) throws(SystemFailure) -> [String] {
    try names(inDirectory: path).filter { name in
      // By bytes: a dot can be part of a Character with the text before it.
      [".json", ".yaml", ".yml"].contains {
        name.utf8.suffix($0.utf8.count).elementsEqual($0.utf8)
      }
    }
    .map { NodePath.join(path, $0) }
    // A link is kept, even to a directory: the kubelet fails to read it, and so does the caller.
    .filter { (try? FileKind(atPath: $0, followingLinks: false)) != .directory }
  }

  /// Why a kubelet refuses to start because of its plugin directory: the directory or a provider's executable is
  /// missing. (Kubernetes: plugin.go, `RegisterCredentialProviderPlugins`.)
  ///
  /// - Parameter directory: The kubelet's `--image-credential-provider-bin-dir`, on this machine. Links in it are
  ///   followed, as in the kubelet.
  /// - Returns: One violation for the directory, or one for each provider without an executable.
  public func violations(ofBinDirectory directory: String) -> [FieldViolation] {
    guard (try? FileKind(atPath: directory)) == .directory else {
      return [
        FieldViolation(
          .binDirectoryMissing, at: "", file: directory, "there is no directory of this name")
      ]
    }
    return providers.compactMap { provider in
      let path = NodePath.join(directory, provider.name)
      guard !NodeFileSystem.isExecutable(onHost: path) else { return nil }
      return FieldViolation(
        .executableMissing, at: "\(provider.origin.path).name", file: provider.origin.file,
        "\(path) is not an executable file")
    }
  }
}
