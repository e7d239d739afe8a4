from articles.models.article import ArticlePage, ArticleSource, RelatedArticle
from articles.models.imports import ImportedItem, ImportRun
from articles.models.index import ArticleIndexPage
from articles.models.listed import ListedArticle
from articles.models.topic import Topic

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleSource",
    "ImportRun",
    "ImportedItem",
    "ListedArticle",
    "RelatedArticle",
    "Topic",
]
