"""How crawlers behave towards other people's servers: Scrapy's settings, hardened; ``preempt crawl`` adds a contact."""

from __future__ import annotations

from typing import Final

BOT_NAME: Final = "preempt"
SPIDER_MODULES: Final = ["crawlers.spiders"]
USER_AGENT: Final = "Preempt/0.1 (monitoring of state legislation)"

# Polite.
ROBOTSTXT_OBEY: Final = True
CONCURRENT_REQUESTS: Final = 8
CONCURRENT_REQUESTS_PER_DOMAIN: Final = 1
DOWNLOAD_DELAY: Final = 1.5
AUTOTHROTTLE_ENABLED: Final = True
AUTOTHROTTLE_START_DELAY: Final = 2.0
AUTOTHROTTLE_MAX_DELAY: Final = 60.0
DOWNLOAD_TIMEOUT: Final = 60
RETRY_TIMES: Final = 3
RETRY_HTTP_CODES: Final = [408, 429, 500, 502, 503, 504, 522, 524]
CLOSESPIDER_ERRORCOUNT: Final = 20
COOKIES_ENABLED: Final = False
WEB_MIDDLEWARES_ENABLED: Final = True
CRAWL_DELAY_MAX: Final = 120.0
RETRY_AFTER_MAX: Final = 300.0
RETRY_AFTER_DEFAULT: Final = 10.0
LIST_REASK_SECONDS: Final = 60.0
CIRCUIT_BLOCKED: Final = 3
CIRCUIT_FAILED: Final = 10
CIRCUIT_REST: Final = 6 * 3600.0

# Outside in. 50 is outside robots.txt (100): that is not asked for either where a link may not lead.
# 560 is inside Scrapy's retries (550): each attempt counts; 585 sees what 590 has decompressed.
DOWNLOADER_MIDDLEWARES: Final = {
    "crawlers.middlewares.reach.ReachMiddleware": 50,
    "crawlers.middlewares.conditional.ConditionalMiddleware": 540,
    "crawlers.middlewares.circuit.CircuitMiddleware": 560,
    "crawlers.middlewares.politeness.PolitenessMiddleware": 570,
    "crawlers.middlewares.challenge.ChallengeMiddleware": 585,
}

# Safe: the defaults verify no certificate, listen on a port, and read a gigabyte into memory.
DOWNLOAD_VERIFY_CERTIFICATES: Final = True
REMOTE_CONTROL_ENABLED: Final = False
TELNETCONSOLE_ENABLED: Final = False
DOWNLOAD_MAXSIZE: Final = 50 * 1024 * 1024
DOWNLOAD_WARNSIZE: Final = 10 * 1024 * 1024

# Ours to log, never a whole bill.
LOG_INSTALL_ROOT_HANDLER: Final = False
LOG_FORMATTER: Final = "crawlers.log_lines.ShortLogFormatter"
LOGSTATS_INTERVAL: Final = 0.0
STATS_DUMP: Final = False

ITEM_PIPELINES: Final = {
    "crawlers.pipelines.sanity.SanityPipeline": 100,
    "crawlers.pipelines.deduplicate.DeduplicatePipeline": 200,
    "crawlers.pipelines.store.StorePipeline": 900,
}
EXTENSIONS: Final = {
    "crawlers.extensions.field_coverage.FieldCoverage": 100,
    "crawlers.extensions.run_record.RunRecorder": 200,
    "crawlers.extensions.progress.ProgressBar": 300,
    "crawlers.extensions.clean_stop.CleanStop": 400,
}
PROGRESS_BAR: Final = False
BATCH_BILLS: Final = 100
CONCURRENT_ITEMS: Final = 1  # pipelines wait for nothing, and Scrapy starts so many tasks for every single page
