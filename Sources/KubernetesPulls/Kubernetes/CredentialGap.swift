public import ImagePullCredentials

/// An image of a Pod or workload that a kubelet would pull without a credential, or not pull.
///
/// This is not a mistake if the image is public, or if the node has credentials. An admission webhook or a check of
/// manifests can report it before a node is known.
public struct CredentialGap: Sendable, Hashable {
  /// The container or volume of the image.
  public let container: ContainerImage
  /// Why there is no credential.
  public let code: Code
  /// The Secret at fault, in the namespace of the Pod; nil if there is none.
  public let secretName: String?

  /// A gap.
  ///
  /// - Parameters:
  ///   - container: the container or volume of the image.
  ///   - code: why there is no credential.
  ///   - secretName: the Secret at fault, if there is one.
  public init(container: ContainerImage, code: Code, secretName: String? = nil) {
    self.container = container
    self.code = code
    self.secretName = secretName
  }

  /// Why an image has no credential.
  public struct Code: StableCode {
    /// The stable name, such as `no-credential`.
    public let rawValue: String

    /// The code of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The image is not a reference: the kubelet pulls nothing.
    public static let invalidImage = Code(rawValue: "invalid-image")
    /// A listed Secret is malformed: every pull of the Pod fails.
    public static let pullsRefused = Code(rawValue: "pulls-refused")
    /// No entry of the listed Secrets matches the image.
    public static let noCredential = Code(rawValue: "no-credential")
    /// The entries that match have no password.
    public static let noPassword = Code(rawValue: "no-password")

    /// All codes of this version.
    public static let allCases = [invalidImage, pullsRefused, noCredential, noPassword]
  }
}

extension CredentialGap: CustomStringConvertible, SafelyDescribed {
  /// One line for a person, without secrets, such as `ghcr.io/acme/api:1 (container api) has no credential`.
  public var description: String { safeText.text }

  package var safeText: SafeText {
    let image = container.safeText
    return switch code {
    case .invalidImage: "\(image) is not an image reference"
    case .pullsRefused:
      "\(image) is not pulled, since Secret \(name: secretName ?? "") is malformed"
    case .noPassword: "\(image) has only credentials without a password"
    default: "\(image) has no credential"
    }
  }
}

extension PullResolution {
  /// The images for which the kubelet finds no credential with a password, in the order of ``images``; empty images
  /// of a template are skipped. O(images × look-up).
  public var gaps: [CredentialGap] {
    images.compactMap { container in
      guard !container.image.isEmpty else { return nil }
      guard let image = try? ImageReference(container.image) else {
        return CredentialGap(container: container, code: .invalidImage)
      }
      if let refusal {
        return CredentialGap(
          container: container, code: .pullsRefused, secretName: refusal.secretName)
      }
      var code = CredentialGap.Code.noCredential
      for credential in credentials(for: image) {
        if credential.hasPassword { return nil }
        code = .noPassword
      }
      return CredentialGap(container: container, code: code)
    }
  }
}
