/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Certificates of 127.0.0.1 with their keys, each signed by itself, for tests only. They are valid
 * from 2020 to 2120, so that no clock is wrong for them. */

#define CERTIFICATE_PEM                                                                            \
  "-----BEGIN CERTIFICATE-----\n"                                                                  \
  "MIIBjzCCATagAwIBAgIUIg2x5EUMFfEsD/e9mpKEKmZQDQ8wCgYIKoZIzj0EAwIw\n"                             \
  "FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAx\n"                             \
  "MDAwMDAwWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO\n"                             \
  "PQMBBwNCAASRO6wnWAOf/6h2xcpxcOr+sOCr3Rjf7bH5Rr6Z7nU/2uJWszhAz53U\n"                             \
  "pIONOowDRxAcUHQNpnk8xsfqbKvEfTuto2QwYjAdBgNVHQ4EFgQU5uWJRBSQYz/Y\n"                             \
  "De/Ny0OWdnYezXkwHwYDVR0jBBgwFoAU5uWJRBSQYz/YDe/Ny0OWdnYezXkwDwYD\n"                             \
  "VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0cAMEQC\n"                             \
  "IF9aOqKvqwa2yI4RNu0yzckwAT40OhFTi5/0oGOIf+OYAiAQvQ8s1ZTuHee+xWUS\n"                             \
  "WMaqCby/svn8lCMkdfYNIVytdw==\n"                                                                 \
  "-----END CERTIFICATE-----\n"                                                                    \
  "-----BEGIN PRIVATE KEY-----\n"                                                                  \
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdT1JoSKJhZe9JHNZ\n"                             \
  "3YXdRRSnqO+gdPqW8H6iSENUJoihRANCAASRO6wnWAOf/6h2xcpxcOr+sOCr3Rjf\n"                             \
  "7bH5Rr6Z7nU/2uJWszhAz53UpIONOowDRxAcUHQNpnk8xsfqbKvEfTut\n"                                     \
  "-----END PRIVATE KEY-----\n"

#define OTHER_CERTIFICATE_PEM                                                                      \
  "-----BEGIN CERTIFICATE-----\n"                                                                  \
  "MIIBkTCCATagAwIBAgIUJSkSNvVI0qcupFludgwvWt82XhAwCgYIKoZIzj0EAwIw\n"                             \
  "FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAx\n"                             \
  "MDAwMDAwWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO\n"                             \
  "PQMBBwNCAAT77NibdmhkgKwCMnuuZAd0nR+8dBdAmJEdo+ch7sf0cMxn3tDBkOHO\n"                             \
  "GuW7lHhAhp1SeseeldRJBXdHf6xaTcQ1o2QwYjAdBgNVHQ4EFgQUSkHF7MOsU/Km\n"                             \
  "/eeHxFnFI9dswgUwHwYDVR0jBBgwFoAUSkHF7MOsU/Km/eeHxFnFI9dswgUwDwYD\n"                             \
  "VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYC\n"                             \
  "IQDc9CGfNGsY8L0oI+Odk83kJuDsvJCVvCtchHj9FskXzwIhAJasQr9DN4NmcStx\n"                             \
  "zASkz4WGWffGsutjHdZ4bVZ15pB3\n"                                                                 \
  "-----END CERTIFICATE-----\n"                                                                    \
  "-----BEGIN PRIVATE KEY-----\n"                                                                  \
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFBWn1xU4xMTsD9aQ\n"                             \
  "ghglUzycx40tg01+5Dfi0CaAk3KhRANCAAT77NibdmhkgKwCMnuuZAd0nR+8dBdA\n"                             \
  "mJEdo+ch7sf0cMxn3tDBkOHOGuW7lHhAhp1SeseeldRJBXdHf6xaTcQ1\n"                                     \
  "-----END PRIVATE KEY-----\n"
