public import ImagePullCredentials

/// What a kubelet knows about a Pod when it decides about an image on the node. Complete: the
/// look-up succeeds or fails.
public enum PodPullIdentity: Sendable, Hashable {
  /// The Secrets whose credentials match the image, in the order in which they would be tried, and
  /// the ServiceAccount, if a plugin gave a credential for its token.
  case known(secrets: [PullSecretIdentity], serviceAccount: PullIdentity? = nil)
  /// The look-up of the credentials fails, as it does for a malformed Secret.
  case unavailable(error: String)

  /// No credential. The node's credentials do not count.
  public static let none = Self.known(secrets: [])

  /// The identity from the credentials for an image, in the order in which they would be tried.
  ///
  /// - Parameters:
  ///   - credentials: the credentials that match the image, in order; credentials that are not from
  ///     a Secret are ignored.
  ///   - serviceAccount: the ServiceAccount, if a plugin gave a credential for its token.
  /// - Complexity: hashes each credential of a Secret.
  public init(credentials: some Sequence<Credential>, serviceAccount: PullIdentity? = nil) {
    self = .known(
      secrets: credentials.compactMap(PullSecretIdentity.init), serviceAccount: serviceAccount)
  }
}

extension ImagePullRecords {
  /// Decides whether a Pod may use an image on the node, or must pull it again.
  ///
  /// This applies to `imagePullPolicy` `IfNotPresent` and `Never`; `Always` always pulls.
  /// (Kubernetes: pkg/kubelet/images/pullmanager/image_pull_manager.go, `MustAttemptImagePull`.)
  ///
  /// - Parameters:
  ///   - image: The image as written in the container.
  ///   - imageRef: The runtime's name of the image; nil or empty if it is not on the node.
  ///   - policy: The kubelet's policy.
  ///   - pod: The Pod's Secrets and ServiceAccount. Evaluated only if no earlier rule decides, since
  ///     a kubelet looks up credentials only then.
  /// - Returns: The decision, and the rule that made it.
  /// - Complexity: O(log(names in the record) + Secrets of one name + Secrets of the Pod).
  public func decision(
    forImage image: String, imageRef: String?, policy: ImageAccessPolicy,
    pod: @autoclosure () -> PodPullIdentity
  ) -> ImageAccessDecision {
    guard let imageRef, !imageRef.isEmpty else { return ImageAccessDecision(.imageAbsent) }
    guard let verification = policy.verification else { return ImageAccessDecision(.gateOff) }
    let record: ImagePulledRecord?
    do throws(FieldViolation) {
      record = try self.record(forImageRef: imageRef)
    } catch {
      return ImageAccessDecision(.recordUnreadable, error: "\(error)")
    }
    let isPulledByKubelet: Bool
    do throws(FieldViolation) {
      let hasIntent = try self.hasIntent(forImage: image)
      isPulledByKubelet = hasIntent || record != nil
    } catch {
      return ImageAccessDecision(.intentUnreadable, error: "\(error)")
    }
    switch verification {
    case .never: return ImageAccessDecision(.neverVerify)
    case .neverForPreloaded where !isPulledByKubelet: return ImageAccessDecision(.preloaded)
    case .neverForAllowlisted:
      if let pattern = policy.allowlist.pattern(matching: policy.release.allowlistedName(of: image))
      {
        return ImageAccessDecision(.allowlisted, match: .allowlistPattern(pattern))
      }
    default: break
    }
    guard let record else { return ImageAccessDecision(.notRecorded) }
    do throws(ImageReference.ParseError) {
      return record.decision(forName: try policy.release.recordedName(of: image), pod: pod)
    } catch {
      return ImageAccessDecision(.invalidImage, error: "\(error)")
    }
  }
}

extension ImagePulledRecord {
  /// At this number of Secrets recorded for a name, a kubelet adds no more, and only hashes count.
  static let maximumSecrets = 100

  fileprivate func decision(
    forName name: String, pod: () -> PodPullIdentity
  ) -> ImageAccessDecision {
    guard let recorded = self[name] else {
      return ImageAccessDecision(credentialMapping.isEmpty ? .nobodyRecorded : .nameNotRecorded)
    }
    if recorded.isNodeAccessible { return ImageAccessDecision(.nodeAccessible) }
    if recorded.secrets.isEmpty, recorded.serviceAccounts.isEmpty {
      return ImageAccessDecision(.nobodyRecorded)
    }
    switch pod() {
    case .unavailable(let error):
      return ImageAccessDecision(.credentialsUnavailable, error: error)
    case .known(let secrets, let serviceAccount):
      if let match = recorded.firstMatch(of: secrets) {
        return decision(forName: name, secret: match.secret, recorded: match.recorded)
      }
      if let serviceAccount, recorded.serviceAccounts.contains(serviceAccount) {
        return ImageAccessDecision(.sameServiceAccount, match: .serviceAccount(serviceAccount))
      }
      return ImageAccessDecision(.notAmongRecorded)
    }
  }

  private func decision(
    forName name: String, secret: PullSecretIdentity, recorded: PullSecretIdentity
  ) -> ImageAccessDecision {
    var changed = self
    let isFull = (self[name]?.secrets.count ?? 0) >= Self.maximumSecrets
    let isChanged = !isFull && secret != recorded && changed.merge(.secret(secret), forName: name)
    return ImageAccessDecision(
      secret.hasSameHash(as: recorded) ? .sameCredential : .sameSecret,
      match: .secret(secret, recorded: recorded), changedRecord: isChanged ? changed : nil)
  }
}

extension ImagePulledRecord.Credentials {
  /// The first of a Pod's Secrets that is recorded, by its hash or as the same object, and the first
  /// in the record that it matches.
  fileprivate func firstMatch(
    of podSecrets: [PullSecretIdentity]
  ) -> (secret: PullSecretIdentity, recorded: PullSecretIdentity)? {
    let isFull = secrets.count >= ImagePulledRecord.maximumSecrets
    // The first place of each hash, so that a record of any length is scanned once.
    var places: [[UInt8]: Int] = [:]
    if isFull {
      for (place, recorded) in secrets.enumerated().reversed() {
        places[Array(recorded.credentialHash.utf8)] = place
      }
    }
    for secret in podSecrets {
      let place =
        isFull
        ? (secret.credentialHash.isEmpty ? nil : places[Array(secret.credentialHash.utf8)])
        : secrets.firstIndex { secret.hasSameHash(as: $0) || secret.secret == $0.secret }
      if let place { return (secret, secrets[place]) }
    }
    return nil
  }
}

extension PullSecretIdentity {
  fileprivate func hasSameHash(as other: Self) -> Bool {
    !credentialHash.isEmpty && credentialHash.hasSameBytes(as: other.credentialHash)
  }
}
