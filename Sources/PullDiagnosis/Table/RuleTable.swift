extension Rule {
  /// All rules. The first that speaks about a subject has it, so that their order is that of
  /// decisiveness: what stops every pull, what is wrong with lists and Secrets, what with keys, what
  /// with the credentials themselves, what is left when none of these explains a failure, and last
  /// what is only worth knowing.
  static let table: [Rule] = [
    // What stops every pull, or every Pod.
    imageName, malformedSecret, serviceAccount, sandboxReport,
    // What the cluster said that is not about credentials.
    nodeReport, registryReport, networkReport, unknownRepository,
    // Lists and Secrets.
    malformedReference, staticPod, secretMakerFailing, externalSecretType, missingSecret,
    secretType, credentialHelper,
    secretContent, identityToken, serviceAccountList, otherServiceAccount,
    // Keys.
    dockerHubAlias, dockerHubOnly, flawedKey, nearMiss,
    // Credentials.
    expiredToken, password, authField, externalSecretRefresh,
    // What is left.
    staleRefusal, nodeCredentials, absence, refusedReport, unsaidReport,
    // Remarks.
    secretWasMissing, dockerHubFallback, strayKey, expiringToken, matchOrder, prefixBoundary,
    cachedImage, externalSecretUnused,
    unusedAccountSecret,
  ]
}
